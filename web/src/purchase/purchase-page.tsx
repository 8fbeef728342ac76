// The check before a purchase: a document that is here or a file that is not kept, judged point by point, with what to ask for.
import { Button, FileInput, Group, Select, Stack, TextInput } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { checkPurchase, loadMds2List } from '../api/mds2.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { datedName } from '../mds2/document-name.ts';
import { visible } from '../parts/foreign.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { Failure, Loaded, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { PurchaseResult } from './purchase-result.tsx';

const route = getRouteApi('/purchase');
const MOST_DOCUMENTS = 1000;

/** The page. */
export function PurchasePage() {
  const { document: asked } = route.useSearch();
  const [document, choose] = useState<string | null>(asked ?? null);
  const [file, take] = useState<File | null>(null);
  const [system, name] = useState('');
  const list = useLoad(['mds2', 'all'], (signal) => loadMds2List({ limit: MOST_DOCUMENTS }, signal));
  const check = useWrite(checkPurchase);
  function submit(event: FormEvent): void {
    event.preventDefault();
    check.mutate({ document, file, system: system.trim() });
  }
  return (
    <Page title={text.purchase.title} lead={text.purchase.lead}>
      <div className="no-print">
        <Loaded of={list} waiting={<Waiting lines={4} />}>
          {({ items }) => (
            <Panel title={text.purchase.what}>
              <form onSubmit={submit}>
                <Stack gap="md" maw={640}>
                  {items.length > 0 ? (
                    <Select
                      label={text.purchase.here}
                      data={items.map((row) => ({ value: row.id, label: visible(datedName(row)) }))}
                      value={document}
                      onChange={choose}
                      searchable
                      clearable
                      disabled={file !== null}
                    />
                  ) : null}
                  <FileInput
                    label={items.length > 0 ? text.purchase.orFile : text.purchase.file}
                    description={text.purchase.fileWhat}
                    placeholder={text.purchase.pick}
                    accept=".xlsx,.xlsm,.pdf,.csv,.json,.xml"
                    value={file}
                    onChange={take}
                    clearable
                  />
                  <TextInput
                    label={text.purchase.system}
                    description={text.purchase.systemWhat}
                    maxLength={200}
                    value={system}
                    onChange={(event) => name(event.currentTarget.value)}
                  />
                  <Group>
                    <Button type="submit" loading={check.isPending} disabled={document === null && file === null}>
                      {text.purchase.check}
                    </Button>
                  </Group>
                </Stack>
              </form>
            </Panel>
          )}
        </Loaded>
      </div>
      {check.error ? <Failure error={check.error} /> : null}
      {check.data ? <PurchaseResult of={check.data} /> : null}
    </Page>
  );
}
