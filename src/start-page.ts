/**
 * The page at `/`, which offers the faces, and the page that says a face could not be loaded. Both speak both languages
 * at once: here nobody has chosen one yet. Plain DOM, so that no face's code is needed to show them.
 */
import type { Face } from './wire/face.ts';
import css from './start-page.module.css';

type Offer = {
  readonly face: Face;
  readonly zh: string;
  readonly en: string;
  readonly zhFor: string;
  readonly enFor: string;
};

const OFFERS: readonly Offer[] = [
  { face: 'till', zh: '收银台', en: 'Till', zhFor: '店员的平板，断网也能卖', enFor: 'For staff, sells offline too' },
  { face: 'shop', zh: '手机购物', en: 'Shop', zhFor: '顾客的手机，扫码选购', enFor: 'For shoppers, scan and choose' },
  { face: 'office', zh: '后台', en: 'Back office', zhFor: '商品、库存、今日', enFor: 'Products, stock, today' },
  { face: 'display', zh: '屏幕', en: 'Display', zhFor: '顾客屏与叫号屏', enFor: 'Customer and queue screens' },
];

type Props = { readonly text?: string; readonly lang?: string; readonly href?: string };

function make(tag: string, className: string | undefined, props: Props, children: readonly Node[] = []): HTMLElement {
  const element = document.createElement(tag);
  if (className !== undefined) element.className = className;
  if (props.text !== undefined) element.textContent = props.text;
  if (props.lang !== undefined) element.lang = props.lang;
  if (props.href !== undefined) element.setAttribute('href', props.href);
  element.append(...children);
  return element;
}

const offerLink = ({ face, zh, en, zhFor, enFor }: Offer): HTMLElement =>
  make('a', css['offer'], { href: `/${face}` }, [
    make('span', css['name'], { text: zh, lang: 'zh-CN' }),
    make('span', css['name'], { text: en, lang: 'en' }),
    make('span', css['what'], { text: zhFor, lang: 'zh-CN' }),
    make('span', css['what'], { text: enFor, lang: 'en' }),
  ]);

/** Offers the faces of this build. */
export function showStartPage(root: HTMLElement, isBuilt: (face: Face) => boolean): void {
  const offers = OFFERS.filter(({ face }) => isBuilt(face)).map(offerLink);
  root.replaceChildren(
    make('main', css['page'], {}, [
      make('h1', css['title'], { text: '半环 Halfloop' }),
      make('nav', css['offers'], {}, offers),
    ]),
  );
}

/** The face's code did not arrive: a network that failed, or a newer version on the server. A reload heals both. */
export function showFaceFault(root: HTMLElement): void {
  const again = make('button', css['again'], { text: '重试 Try again' });
  again.addEventListener('click', () => location.reload());
  root.replaceChildren(
    make('main', css['page'], {}, [
      make('p', css['fault'], { text: '页面没有载入完整。检查网络后重试，已保存的内容都在。', lang: 'zh-CN' }),
      make('p', css['fault'], {
        text: 'The page did not load completely. Check the network and try again; what was saved is still here.',
        lang: 'en',
      }),
      again,
    ]),
  );
}
