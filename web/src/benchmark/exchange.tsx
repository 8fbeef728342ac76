// The exchange of files with other providers: the own file, keys that are trusted, and files that came.
import { Button, FileButton, NumberInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type BenchmarkDocument, type BenchmarkSigner, DEFAULT_EPSILON, type ExchangeState } from '#contracts/index.ts';
import { dropSigner, exportFile, importFile, loadExchange, trustSigner } from '../api/benchmark.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { count, date, score } from '../format/format.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Failure, Loaded } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import classes from './exchange.module.css';

const words = text.benchmark;

/** The panels, for owners. */
export function Exchange() {
  return (
    <Loaded of={useLoad(['benchmark-exchange'], loadExchange)}>
      {(state) =>
        state.closed === null ? (
          <>
            <OwnFile state={state} />
            <Signers signers={state.signers} />
          </>
        ) : (
          <Panel title={words.exchange} lead={words.exchangeLead}>
            <Note>{state.closed}</Note>
          </Panel>
        )
      }
    </Loaded>
  );
}

function OwnFile({ state: { period, agreed, fingerprint, releases } }: { readonly state: ExchangeState }) {
  const isMade = releases.some((each) => each.period === period);
  const [epsilon, setEpsilon] = useState(DEFAULT_EPSILON);
  const make = useWrite(exportFile, (document) => {
    download(document);
    notice(words.made);
  });
  return (
    <Panel title={words.exchange} lead={words.exchangeLead}>
      <Stack gap="md" align="flex-start">
        <div>{words.agreedFiles(count(agreed))}</div>
        {isMade ? null : (
          <NumberInput
            label={words.epsilon}
            description={words.epsilonHow}
            maw={420}
            min={0.1}
            max={2}
            step={0.1}
            decimalScale={1}
            value={epsilon}
            onChange={(value) => setEpsilon(typeof value === 'number' ? value : DEFAULT_EPSILON)}
          />
        )}
        <Button
          variant="default"
          loading={make.isPending}
          onClick={() => make.mutate(isMade ? undefined : Math.round(epsilon * 10) / 10)}
        >
          {isMade ? words.again(period) : words.make(period)}
        </Button>
        {make.error ? <Failure error={make.error} /> : null}
        <div>
          <strong>{words.fingerprint}</strong>
          {fingerprint === null ? (
            <div className="quiet">{words.noKey}</div>
          ) : (
            <>
              <div className={classes['fingerprint']}>{grouped(fingerprint)}</div>
              <div className="quiet">{words.fingerprintHow}</div>
            </>
          )}
        </div>
        {releases.length === 0 ? null : (
          <div className={classes['wide']}>
            <PlainTable
              label={words.releases}
              columns={words.releaseColumns}
              rows={releases}
              rowKey={(row) => row.period}
              cells={(row) => [
                row.period,
                <Foreign key="made">{`${date(row.day)}, ${row.by}`}</Foreign>,
                count(row.figures),
                score(row.epsilonTotal),
              ]}
            />
          </div>
        )}
      </Stack>
    </Panel>
  );
}

/** Hands the file to the browser, as the server gave it. */
function download(document: BenchmarkDocument): void {
  const address = URL.createObjectURL(
    new Blob([`${JSON.stringify(document, null, 2)}\n`], { type: 'application/json' }),
  );
  const link = window.document.createElement('a');
  link.href = address;
  link.download = `benchmark-${document.period}.json`;
  link.click();
  URL.revokeObjectURL(address);
}

/** A fingerprint in groups of four, as people read it out. */
function grouped(fingerprint: string): string {
  return fingerprint.replace(/(.{4})(?=.)/g, '$1 ');
}

function Signers({ signers }: { readonly signers: readonly BenchmarkSigner[] }) {
  const [leaving, setLeaving] = useState<BenchmarkSigner | null>(null);
  const drop = useWrite(dropSigner, () => {
    setLeaving(null);
    notice(words.removed);
  });
  return (
    <Panel title={words.signers}>
      <Stack gap="lg">
        {signers.length === 0 ? (
          <div className="quiet">{words.noSigners}</div>
        ) : (
          <PlainTable
            label={words.signers}
            columns={words.signerColumns}
            rows={signers}
            rowKey={({ fingerprint }) => fingerprint}
            cells={(signer) => [
              <Foreign key="name">{signer.name}</Foreign>,
              <span key="fingerprint" className={classes['fingerprint']}>
                {grouped(signer.fingerprint)}
              </span>,
              signer.files.map(({ period }) => period).join(', ') || words.noneYet,
              <Button
                key="remove"
                size="xs"
                variant="default"
                aria-label={words.remove(visible(signer.name))}
                onClick={() => setLeaving(signer)}
              >
                {text.common.remove}
              </Button>,
            ]}
          />
        )}
        <Trust />
        <Take />
      </Stack>
      <Confirm
        opened={leaving !== null}
        title={words.remove(visible(leaving?.name ?? ''))}
        action={text.common.remove}
        danger
        busy={drop.isPending}
        error={drop.error}
        onClose={() => setLeaving(null)}
        onConfirm={() => leaving && drop.mutate(leaving.fingerprint)}
      >
        {words.removeWhy}
      </Confirm>
    </Panel>
  );
}

function Trust() {
  const [name, setName] = useState('');
  const [fingerprint, setFingerprint] = useState('');
  const trust = useWrite(trustSigner, () => {
    setName('');
    setFingerprint('');
    notice(words.trusted);
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    trust.mutate({ name, fingerprint });
  }

  return (
    <form onSubmit={submit} aria-label={words.trust}>
      <Stack gap="sm" maw={560} align="flex-start">
        <TextInput
          className={classes['wide'] ?? ''}
          label={words.signerName}
          required
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          className={classes['wide'] ?? ''}
          label={words.signerFingerprint}
          required
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          value={fingerprint}
          onChange={(event) => setFingerprint(event.currentTarget.value)}
        />
        {trust.error ? <Failure error={trust.error} /> : null}
        <Button type="submit" variant="default" loading={trust.isPending}>
          {words.trustIt}
        </Button>
      </Stack>
    </form>
  );
}

function Take() {
  const take = useWrite(importFile);
  const { data } = take;
  return (
    <Stack gap="xs" align="flex-start">
      <strong>{words.take}</strong>
      <div className="quiet">{words.takeLead}</div>
      <FileButton accept=".json,application/json" onChange={(file) => file && take.mutate(file)}>
        {(props) => (
          <Button {...props} variant="default" loading={take.isPending}>
            {words.choose}
          </Button>
        )}
      </FileButton>
      {take.error ? <Failure error={take.error} /> : null}
      {data ? (
        <Note urgent>
          <Foreign>{words.outcome[data.outcome](data.signer, data.period)}</Foreign>
        </Note>
      ) : null}
    </Stack>
  );
}
