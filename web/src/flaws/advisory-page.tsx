// One advisory in its own words: flaws, products, what is advised, and the findings here that rest on it.
import { Group } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import type { AdvisoryDetail } from '#contracts/index.ts';
import { loadAdvisory } from '../api/flaws.ts';
import { useLoad } from '../api/use-load.ts';
import { count, date } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import { Remedies } from './flaw-page.tsx';
import classes from './flaws.module.css';
import { Here } from './here.tsx';
import { ProductList } from './product-list.tsx';
import { Scores } from './scores.tsx';

const route = getRouteApi('/advisories/$id');

/** The page of one advisory. */
export function AdvisoryPage() {
  const { id } = route.useParams();
  const advisory = useLoad(['advisories', id], (signal) => loadAdvisory(id, signal));
  if (advisory.data) return <Known advisory={advisory.data} />;
  return (
    <Page title={<Foreign>{id}</Foreign>} tab={visible(id)}>
      {advisory.error ? (
        <Failure error={advisory.error} onRetry={() => void advisory.refetch()} />
      ) : (
        <Waiting lines={12} />
      )}
    </Page>
  );
}

function Known({ advisory }: { readonly advisory: AdvisoryDetail }) {
  return (
    <Page
      title={<Foreign>{advisory.title}</Foreign>}
      tab={visible(advisory.id)}
      above={
        <Group gap={4}>
          <TextLink to="/advisories" size="sm">
            {text.advisories.title}
          </TextLink>
          <IconChevronRight size={14} aria-hidden />
        </Group>
      }
      lead={
        <>
          <p className={classes['words']}>
            <Foreign>{`${advisory.id} · ${advisory.publisher}`}</Foreign> ·{' '}
            {text.advisories.dates(date(advisory.released), date(advisory.revised))} ·{' '}
            {text.flaws.from(advisory.source)}
          </p>
          {advisory.url ? (
            <p className={classes['vector']}>
              <Foreign>{advisory.url}</Foreign>
            </p>
          ) : null}
          <Group gap={8} mt={8}>
            <Tag tone={advisory.findings > 0 ? 'warn' : 'quiet'}>
              {advisory.findings > 0
                ? text.advisories.findings(count(advisory.findings), advisory.findings)
                : text.advisories.nothing}
            </Tag>
          </Group>
        </>
      }
    >
      <div className={classes['columns']}>
        <div className={classes['column']}>
          <Panel title={text.flaws.hereTitle} lead={text.advisories.hereLead} flush>
            <Here about={{ advisory: advisory.id }} />
          </Panel>
        </div>
        <div className={classes['column']}>
          <Panel title={text.advisories.flaws} flush>
            <ol className={classes['said']}>
              {advisory.items.map((item, at) => (
                <li key={item.cve ?? `${at}`}>
                  <Item item={item} advisory={advisory} />
                </li>
              ))}
              {advisory.items.length === 0 ? <li className="quiet">{text.advisories.noFlaws}</li> : null}
            </ol>
          </Panel>
          <Panel title={text.advisories.products(count(advisory.products.length))} flush>
            <ProductList products={advisory.products} />
          </Panel>
        </div>
      </div>
    </Page>
  );
}

const STATES = ['affected', 'fixed', 'notAffected', 'underInvestigation'] as const;

function Item({
  item,
  advisory,
}: {
  readonly item: AdvisoryDetail['items'][number];
  readonly advisory: AdvisoryDetail;
}) {
  const rows = STATES.flatMap((state) =>
    item[state].flatMap((place) => {
      const product = advisory.products[place];
      return product ? [{ ...product, state: text.advisories.states[state], at: `${state} ${place}` }] : [];
    }),
  );
  return (
    <>
      <h3>
        {item.cve === null ? (
          <Foreign>{item.title ?? advisory.title}</Foreign>
        ) : (
          <TextLink to="/flaws/$id" params={{ id: item.cve }}>
            <Foreign>{item.cve}</Foreign>
          </TextLink>
        )}
      </h3>
      {item.cve !== null && item.title ? (
        <p className={classes['words']}>
          <Foreign>{item.title}</Foreign>
        </p>
      ) : null}
      <Scores of={item.scores} />
      <Unfold label={text.flaws.products(rows.length)}>
        <ProductList products={rows} />
      </Unfold>
      <Remedies of={item.remedies} />
    </>
  );
}
