/** The shop's own settings: names, address in QR codes, ways of paying, vouchers, stores. Owners change them. */
import { useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { officeSettings, type OfficeSettings } from '../../wire/office-shop.ts';
import { StaleNote } from '../parts/note.tsx';
import { useOffice } from '../parts/office-context.ts';
import { Screen } from '../parts/screen.tsx';
import { useRemote } from '../parts/use-remote.ts';
import { LogoPanel } from './logo-panel.tsx';
import { DrawerForm } from './drawer-form.tsx';
import { LockForm } from './lock-form.tsx';
import { PrintersForm } from './printers-form.tsx';
import { ShopForm } from './shop-form.tsx';
import { StoreForm } from './store-form.tsx';
import { TendersForm } from './tenders-form.tsx';
import { VouchersPanel } from './vouchers-panel.tsx';

export function SettingsScreen() {
  const { t } = useLingui();
  const { api, session } = useOffice();
  const load = useCallback(
    (unattended: boolean) => api.call('GET', '/settings', { schema: officeSettings, unattended }),
    [api],
  );
  const { value, refusal, gotMs, refresh, put } = useRemote(load);
  const onSaved = (saved: OfficeSettings) => {
    put(saved);
    void session.ask(); // every screen knows the shop by its session
  };
  return (
    <Screen title={t`Settings`}>
      <StaleNote refusal={refusal} gotMs={gotMs} refresh={refresh} />
      {value === null ? null : (
        <>
          <ShopForm settings={value.settings} onSaved={onSaved} />
          <LogoPanel settings={value.settings} onSaved={onSaved} />
          <TendersForm settings={value.settings} onSaved={onSaved} />
          <DrawerForm settings={value.settings} onSaved={onSaved} />
          <LockForm settings={value.settings} onSaved={onSaved} />
          <VouchersPanel />
          {value.stores.map((store) => (
            <StoreForm key={store.storeId} store={store} onSaved={onSaved} />
          ))}
          <PrintersForm stores={value.stores} />
        </>
      )}
    </Screen>
  );
}
