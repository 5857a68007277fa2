/** A paper that shows what a printer can do: columns, Chinese, a code, amounts at the end of their row. */
import { t } from '@lingui/core/macro';
import type { Paper } from '../../client/print/escpos.ts';

/** All signs of our codes: a printer that spoils one shows it here. */
const CODE = '0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

export const testPaper = (): Paper => ({
  rows: [
    { row: 'text', text: 'Halfloop 半环', align: 'center', strong: true },
    { row: 'text', text: t`Test page`, align: 'center', strong: false },
    { row: 'rule' },
    { row: 'pair', left: '农夫山泉 550ml', right: '2.00', strong: false },
    { row: 'pair', left: "Lay's 70g", right: '7.50', strong: false },
    { row: 'rule' },
    { row: 'pair', left: '合计 Total', right: '9.50', strong: true },
  ],
  qr: { text: CODE, label: t`Test code` },
});
