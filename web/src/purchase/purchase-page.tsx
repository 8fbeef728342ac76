// The check before a purchase: documents that are here or files that are not kept, each judged point by point, with what to ask for.
// Several candidates stand beside each other first.
import { Button, FileInput, Group, MultiSelect, Stack, Text, TextInput } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { faultText } from '../api/fault.ts';
import { checkPurchases, loadMds2List, type PurchaseAnswers } from '../api/mds2.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { datedName } from '../mds2/document-name.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { Failure, Loaded, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { candidateNames, PurchaseCompare } from './purchase-compare.tsx';
import { PurchaseResult } from './purchase-result.tsx';

const route = getRouteApi('/purchase');
const MOST_DOCUMENTS = 1000;
/** More do not stand beside each other on a screen. */
const MOST_CANDIDATES = 5;

/** The page. */
export function PurchasePage() {
  const { document: asked } = route.useSearch();
  const { edit } = usePowers();
  const [documents, choose] = useState<string[]>(asked === undefined ? [] : [asked]);
  const [files, take] = useState<File[]>([]);
  const [system, name] = useState('');
  const list = useLoad(['mds2', 'all'], (signal) => loadMds2List({ limit: MOST_DOCUMENTS }, signal));
  const check = useWrite(checkPurchases);
  const many = documents.length + files.length;
  function submit(event: FormEvent): void {
    event.preventDefault();
    // A system that somebody names is that of one product.
    check.mutate({ documents, files, system: many > 1 ? '' : system.trim() });
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
                    <MultiSelect
                      label={text.purchase.here}
                      data={items.map((row) => ({ value: row.id, label: visible(datedName(row)) }))}
                      value={documents}
                      onChange={choose}
                      searchable
                      clearable
                      maxValues={MOST_CANDIDATES}
                    />
                  ) : null}
                  {edit ? (
                    <FileInput
                      multiple
                      label={items.length > 0 ? text.purchase.orFile : text.purchase.file}
                      description={text.purchase.fileWhat}
                      placeholder={text.purchase.pick}
                      accept=".xlsx,.xlsm,.pdf,.csv,.json,.xml,.gz"
                      value={files}
                      onChange={(chosen) => take(chosen.slice(0, MOST_CANDIDATES))}
                      clearable
                    />
                  ) : (
                    <Text size="sm">{text.purchase.noFiles}</Text>
                  )}
                  <TextInput
                    label={text.purchase.system}
                    description={text.purchase.systemWhat}
                    maxLength={200}
                    disabled={many > 1}
                    value={system}
                    onChange={(event) => name(event.currentTarget.value)}
                  />
                  <Group>
                    <Button type="submit" loading={check.isPending} disabled={many === 0}>
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
      {check.data ? <Answers of={check.data} /> : null}
    </Page>
  );
}

function Answers({ of: { found, failed } }: { readonly of: PurchaseAnswers }) {
  return (
    <>
      {failed.map(({ file, error }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: files are in the order in which they were named, and may be called the same
        <Note key={at} tone="danger" urgent title={text.purchase.notChecked}>
          <Foreign>{file}</Foreign>: <Foreign>{faultText(error)}</Foreign>
        </Note>
      ))}
      {found.length > 1 ? <PurchaseCompare candidates={found} /> : null}
      {found.map((each, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: candidates are in the order in which they were named, and may be the same
        <PurchaseResult key={at} of={each} among={candidateNames(found)[at] ?? null} />
      ))}
    </>
  );
}
