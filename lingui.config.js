import { formatter } from '@lingui/format-po';

// One catalogue per face, so that a phone never loads the office's words and two people never edit one file.
const faces = ['shop', 'office', 'display'];

// What the till shows only to whoever has signed in: its first screen does without these words.
const COUNTER = ['members', 'device', 'practice', 'receipt', 'returns', 'sales', 'sell', 'shift', 'stock'];

/** @type {import('@lingui/conf').LinguiConfig} */
export default {
  sourceLocale: 'en',
  locales: ['en', 'zh-CN'],
  catalogs: [
    { path: 'src/ui/words/ui/{locale}', include: ['src/ui', 'src/main.tsx', 'src/start-page.ts'] },
    {
      path: 'src/ui/words/till/{locale}',
      include: ['src/till'],
      exclude: COUNTER.map((folder) => `**/src/till/${folder}/**`),
    },
    { path: 'src/ui/words/counter/{locale}', include: COUNTER.map((folder) => `src/till/${folder}`) },
    ...faces.map((face) => ({ path: `src/ui/words/${face}/{locale}`, include: [`src/${face}`] })),
  ],
  // Origins would change with every moved file and tell a translator little: the message says where it belongs.
  format: formatter({ origins: false, lineNumbers: false }),
  orderBy: 'message',
};
