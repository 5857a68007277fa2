import { formatter } from '@lingui/format-po';

// One catalogue per face, so that a phone never loads the office's words and two people never edit one file.
const faces = ['till', 'shop', 'office', 'display'];

/** @type {import('@lingui/conf').LinguiConfig} */
export default {
  sourceLocale: 'en',
  locales: ['en', 'zh-CN'],
  catalogs: [
    { path: 'src/ui/words/ui/{locale}', include: ['src/ui', 'src/main.tsx', 'src/start-page.ts'] },
    ...faces.map((face) => ({ path: `src/ui/words/${face}/{locale}`, include: [`src/${face}`] })),
  ],
  // Origins would change with every moved file and tell a translator little: the message says where it belongs.
  format: formatter({ origins: false, lineNumbers: false }),
  orderBy: 'message',
};
