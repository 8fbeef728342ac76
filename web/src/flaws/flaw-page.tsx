// One published flaw: what every source says of it, side by side, and which devices here have it.
import { Group } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import type { FlawDetail } from '#contracts/index.ts';
import { loadFlaw } from '../api/flaws.ts';
import { useLoad } from '../api/use-load.ts';
import { counted, date, percent } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import classes from './flaws.module.css';
import { Here } from './here.tsx';
import { ProductList } from './product-list.tsx';
import { Scores } from './scores.tsx';

const route = getRouteApi('/flaws/$id');

/** The page of one flaw. */
export function FlawPage() {
  const { id } = route.useParams();
  const flaw = useLoad(['flaws', id], (signal) => loadFlaw(id, signal));
  if (flaw.data) return <Known flaw={flaw.data} />;
  return (
    <Page title={<Foreign>{id}</Foreign>} tab={visible(id)}>
      {flaw.error ? <Failure error={flaw.error} onRetry={() => void flaw.refetch()} /> : <Waiting lines={12} />}
    </Page>
  );
}

function Known({ flaw }: { readonly flaw: FlawDetail }) {
  return (
    <Page
      title={<Foreign>{flaw.id}</Foreign>}
      tab={visible(flaw.id)}
      above={
        <Group gap={4}>
          <TextLink to="/findings" search={{ by: 'cve' }} size="sm">
            {text.flaws.all}
          </TextLink>
          <IconChevronRight size={14} aria-hidden />
        </Group>
      }
      lead={
        <>
          {flaw.title ? (
            <p className={classes['words']}>
              <Foreign>{flaw.title}</Foreign>
            </p>
          ) : null}
          <Group gap={8} mt={8}>
            <Tag tone={flaw.devices > 0 ? 'warn' : 'quiet'}>
              {text.flaws.here(counted(flaw.devices, text.units.device, text.units.devices))}
            </Tag>
            {flaw.exploited ? <Tag tone="danger">{text.findings.kev}</Tag> : null}
          </Group>
        </>
      }
    >
      <div className={classes['columns']}>
        <div className={classes['column']}>
          <Panel title={text.flaws.hereTitle} lead={text.flaws.hereLead} flush>
            <Here about={{ cve: flaw.id }} />
          </Panel>
        </div>
        <div className={classes['column']}>
          <Panel title={text.flaws.howBad}>
            <HowBad flaw={flaw} />
          </Panel>
          <Panel title={text.flaws.said} lead={text.flaws.saidLead} flush>
            <ol className={classes['said']}>
              {flaw.said.map((each) => (
                <li key={each.source + each.title + each.publisher}>
                  <Said said={each} />
                </li>
              ))}
              {flaw.said.length === 0 ? <li className="quiet">{text.flaws.nobody}</li> : null}
            </ol>
          </Panel>
        </div>
      </div>
    </Page>
  );
}

function HowBad({ flaw }: { readonly flaw: FlawDetail }) {
  const { exploited, epss, cwe } = flaw;
  return (
    <dl className={classes['facts']}>
      <dt>{text.flaws.score}</dt>
      <dd>
        <Scores of={flaw.scores} />
      </dd>
      <dt>{text.flaws.used}</dt>
      <dd>
        {exploited ? text.flaws.usedSince(date(exploited.added), exploited.isUsedByRansomware) : text.flaws.notListed}
      </dd>
      <dt>{text.flaws.chance}</dt>
      <dd>
        {epss === null
          ? text.common.notKnown
          : text.flaws.epss(percent(epss.chance), epss.asOf === null ? text.common.notKnown : date(epss.asOf))}
      </dd>
      <dt>{text.flaws.weakness}</dt>
      <dd>{cwe === null ? text.common.notKnown : [cwe.id, cwe.name].filter((part) => part !== null).join(': ')}</dd>
    </dl>
  );
}

function Said({ said }: { readonly said: FlawDetail['said'][number] }) {
  return (
    <>
      <h3>
        {said.advisory === null ? (
          <Foreign>{said.publisher}</Foreign>
        ) : (
          <TextLink to="/advisories/$id" params={{ id: said.advisory }}>
            <Foreign>{said.advisory}</Foreign>
          </TextLink>
        )}
      </h3>
      <p className={classes['words']}>
        <Foreign>{said.title}</Foreign>
      </p>
      <p className="quiet">
        {text.flaws.from(said.source)} · <Foreign>{said.publisher}</Foreign> · {text.flaws.revised(date(said.revised))}
      </p>
      {said.products.length > 0 ? (
        <Unfold label={text.flaws.products(said.products.length)}>
          <ProductList products={said.products} />
        </Unfold>
      ) : null}
      <Remedies of={said.remedies} />
      {said.url ? (
        <p className={classes['vector']}>
          <Foreign>{said.url}</Foreign>
        </p>
      ) : null}
    </>
  );
}

/** What the document advises. */
export function Remedies({ of }: { readonly of: readonly { readonly kind: string; readonly text: string }[] }) {
  if (of.length === 0) return null;
  return (
    <Unfold label={text.flaws.remedies(of.length)}>
      <ul className={classes['remedies']}>
        {of.map((remedy) => (
          <li key={remedy.kind + remedy.text}>
            <b>{text.flaws.remedyKind(remedy.kind)}</b> <Foreign>{remedy.text}</Foreign>
          </li>
        ))}
      </ul>
    </Unfold>
  );
}
