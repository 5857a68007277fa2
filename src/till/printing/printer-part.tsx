/** The printer of this till: the way to it, what it can do, and one touch each to try paper and drawer. */
import { useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { CheckField, SelectField } from '../../ui/field.tsx';
import { PRINTERS_PATH, tillPrinters, type TillPrinters } from '../../wire/printing.ts';
import { useCounter, usePreference } from '../counter-context.tsx';
import { baudRates, PRINTER_WAYS, type PrinterChoice, type PrinterWay } from './printer-choice.ts';
import css from './printer-part.module.css';
import { usePrinterTrouble } from './printer-words.ts';
import { testPaper } from './test-paper.ts';

export function PrinterPart() {
  const { t } = useLingui();
  const { preferences } = useCounter();
  const printer = usePreference((chosen) => chosen.printer);
  const set = (change: Partial<PrinterChoice>) => preferences.setState({ printer: { ...printer, ...change } });
  const ways: Readonly<Record<PrinterWay, string>> = {
    system: t`The system's print dialog`,
    serial: t`Serial port or classic Bluetooth`,
    usb: t`USB`,
    bluetooth: t`Bluetooth Low Energy`,
    network: t`In the network, through the server`,
  };
  return (
    <div className={css.fields}>
      <SelectField
        label={t`Way to the printer`}
        value={printer.by}
        onChange={(event) => set({ by: PRINTER_WAYS.find((way) => way === event.target.value) ?? 'system' })}
      >
        {PRINTER_WAYS.map((way) => (
          <option key={way} value={way}>
            {ways[way]}
          </option>
        ))}
      </SelectField>
      {printer.by === 'network' ? <NetworkChoice chosen={printer.printerId} onChoose={set} /> : null}
      {printer.by === 'serial' ? (
        <SelectField
          label={t`Speed, bits a second`}
          value={printer.baud}
          onChange={(event) => set({ baud: Number(event.target.value) })}
        >
          {baudRates().map((rate) => (
            <option key={rate} value={rate}>
              {rate}
            </option>
          ))}
        </SelectField>
      ) : null}
      {printer.by === 'system' ? null : <Abilities printer={printer} set={set} />}
      <CheckField
        label={t`Print every receipt by itself`}
        checked={printer.printsEach}
        onChange={(event) => set({ printsEach: event.target.checked })}
      />
      <Trials by={printer.by} />
    </div>
  );
}

type AbilityProps = {
  readonly printer: PrinterChoice;
  readonly set: (change: Partial<PrinterChoice>) => void;
};

function Abilities({ printer, set }: AbilityProps) {
  const { t } = useLingui();
  return (
    <>
      <CheckField
        label={t`The printer has a Chinese font`}
        checked={printer.chinese === 'font'}
        onChange={(event) => set({ chinese: event.target.checked ? 'font' : 'drawn' })}
      />
      <CheckField
        label={t`The printer makes QR codes itself`}
        checked={printer.codes === 'printer'}
        onChange={(event) => set({ codes: event.target.checked ? 'printer' : 'drawn' })}
      />
      <CheckField
        label={t`The printer cuts the paper`}
        checked={printer.cuts}
        onChange={(event) => set({ cuts: event.target.checked })}
      />
      <CheckField
        label={t`Open the drawer after each cash sale`}
        checked={printer.opensDrawer}
        onChange={(event) => set({ opensDrawer: event.target.checked })}
      />
    </>
  );
}

/** Which of the printers the office lists for this store. */
function NetworkChoice({
  chosen,
  onChoose,
}: {
  readonly chosen: string | null;
  readonly onChoose: (change: Partial<PrinterChoice>) => void;
}) {
  const { t } = useLingui();
  const { tools } = useCounter();
  const [printers, setPrinters] = useState<TillPrinters['printers'] | null>(null);
  useEffect(() => {
    let isLate = false;
    void tools.device
      .ask('GET', PRINTERS_PATH, null, (json) => tillPrinters.parse(json))
      .then((answer) => {
        if (!isLate) setPrinters(answer.ok ? answer.value.printers : []);
      });
    return () => {
      isLate = true;
    };
  }, [tools]);
  return (
    <SelectField
      label={t`Printer`}
      hint={printers?.length === 0 ? t`The office lists none for this store, or the network is away.` : undefined}
      value={chosen ?? ''}
      onChange={(event) => onChoose({ printerId: event.target.value === '' ? null : event.target.value })}
    >
      <option value="">{t`None chosen`}</option>
      {(printers ?? []).map(({ printerId, name }) => (
        <option key={printerId} value={printerId}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

/** One touch each; what came of it is told below. */
function Trials({ by }: { readonly by: PrinterWay }) {
  const { t } = useLingui();
  const { desk } = useCounter();
  const troubleWords = usePrinterTrouble();
  const [told, setTold] = useState('');
  const connect = async () => setTold((await desk.connect()) ? t`The printer is chosen.` : t`No printer was chosen.`);
  const page = async () => {
    await desk.print(testPaper(), t`Test page`);
    setTold(t`The test page is on its way.`);
  };
  const kick = async () => {
    const trouble = await desk.kick();
    setTold(trouble === null ? t`The pulse was sent. Is the drawer open?` : troubleWords(trouble));
  };
  return (
    <>
      <div className={css.keys}>
        {by === 'system' || by === 'network' ? null : (
          <Button onClick={() => void connect()}>{t`Choose the printer`}</Button>
        )}
        <Button onClick={() => void page()}>{t`Print a test page`}</Button>
        {by === 'system' ? null : <Button onClick={() => void kick()}>{t`Open the drawer`}</Button>}
      </div>
      <p role="status">{told}</p>
    </>
  );
}
