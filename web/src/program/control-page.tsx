// One control: how it stands here, how to do it at the size of this site, what it costs, lowers and serves, and what breaks it.
import { IconShieldCheck } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { type ControlDetail, SIZES } from '#contracts/index.ts';
import { ApiFault } from '../api/fault.ts';
import { loadControl } from '../api/program-checks.ts';
import { useLoad } from '../api/use-load.ts';
import { count, money } from '../format/format.ts';
import { FactsList } from '../parts/facts-list.tsx';
import { Foreign, visible } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import { Above } from './above.tsx';
import { Questions } from './attest.tsx';
import classes from './program.module.css';
import { StandingTag } from './state-tag.tsx';

const route = getRouteApi('/program/controls/$id');
const words = text.controlPages;

/** The page. */
export function ControlPage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useLoad(['program-controls', id], (signal) => loadControl(id, signal));
  if (data) return <Known detail={data} />;
  const isGone = error instanceof ApiFault && error.status === 404;
  return (
    <Page title={<Foreign>{id}</Foreign>} tab={visible(id)} above={<Above />}>
      {isGone ? <Empty icon={IconShieldCheck} title={words.gone} /> : null}
      {error && !isGone ? <Failure error={error} onRetry={() => void refetch()} /> : null}
      {error ? null : <Waiting lines={12} />}
    </Page>
  );
}

interface Part {
  readonly detail: ControlDetail;
}

function Known({ detail }: Part) {
  const { control } = detail;
  return (
    <Page
      title={<Foreign>{control.name}</Foreign>}
      tab={visible(control.name)}
      above={<Above />}
      lead={<Foreign>{control.intent}</Foreign>}
    >
      <Standings detail={detail} />
      <Checks detail={detail} />
      <How detail={detail} />
      <Panel title={words.test}>
        <p className={classes['words']}>
          <Foreign>{control.test}</Foreign>
        </p>
        <h3>{words.evidence}</h3>
        <ul className={classes['lines']}>
          {control.evidence.map((each) => (
            <li key={each}>
              <Foreign>{each}</Foreign>
            </li>
          ))}
        </ul>
      </Panel>
      <Effects detail={detail} />
      <Maps detail={detail} />
    </Page>
  );
}

function Standings({ detail: { status, isPart, policy } }: Part) {
  return (
    <Panel title={words.stands} {...(isPart ? { lead: words.isPart } : {})}>
      <div className={classes['three']}>
        {(['written', 'known', 'enforced'] as const).map((each) => (
          <div key={each} className={classes['standing']}>
            <h3>{words[each]}</h3>
            <StandingTag answer={status[each].answer} />
            <p>
              <Foreign>{status[each].why}</Foreign>
            </p>
            {each === 'enforced' ? <p className="quiet">{words.basis[status.enforced.basis]}</p> : null}
            {each === 'written' && policy !== null ? (
              <p className="quiet">
                {words.policy}: {policy}
              </p>
            ) : null}
          </div>
        ))}
      </div>
    </Panel>
  );
}

function Checks({ detail: { checks, question } }: Part) {
  const checkWords = text.checkPages;
  return (
    <Panel title={words.checks} {...(checks.length === 0 ? { lead: words.noChecks } : {})}>
      {question ? <Questions of={[question]} /> : null}
      {checks.map(({ id, title, of, counts, broken, questions }) => (
        <div key={id} className={classes['check']}>
          <TextLink to="/program/checks/$id" params={{ id }} fw={600}>
            <Foreign>{title}</Foreign>
          </TextLink>
          <div className="quiet">
            {checkWords.of[of]} · {checkWords.counts(count(counts.holds), count(counts.broken), count(counts.unknown))}
          </div>
          {broken.length > 0 ? (
            <ul className={classes['lines']}>
              {broken.map(({ device, why }) => (
                <li key={device?.id ?? ''}>
                  {device ? (
                    <TextLink to="/devices/$id" params={{ id: device.id }}>
                      <Foreign>{device.name}</Foreign>
                    </TextLink>
                  ) : (
                    checkWords.theSite
                  )}
                  : <Foreign>{why}</Foreign>
                </li>
              ))}
            </ul>
          ) : null}
          {counts.broken > broken.length ? (
            <TextLink to="/program/checks/$id" params={{ id }} size="sm">
              {checkWords.more} ({count(counts.broken)})
            </TextLink>
          ) : null}
          {of === 'site' ? <Questions of={questions} /> : null}
        </div>
      ))}
    </Panel>
  );
}

function How({ detail: { control, size } }: Part) {
  const { money: paid, days } = control.cost[size];
  const dollars = (value: number) => money(value, 'USD');
  const of = ([low, mode, high]: readonly [number, number, number], say: (value: number) => string) =>
    words.days2(say(low), say(mode), say(high));
  return (
    <Panel title={words.how} lead={`${words.sizes[size]} (${words.yours})`}>
      <p className={classes['words']}>
        <Foreign>{control.how[size]}</Foreign>
      </p>
      <Unfold label={words.otherSizes}>
        {SIZES.filter((each) => each !== size).map((each) => (
          <div key={each}>
            <h3>{words.sizes[each]}</h3>
            <p className={classes['words']}>
              <Foreign>{control.how[each]}</Foreign>
            </p>
          </div>
        ))}
      </Unfold>
      <h3>{words.cost}</h3>
      <FactsList
        items={[
          [words.money, of(paid, dollars)],
          [words.days, of(days, count)],
        ]}
      />
      <p className="quiet">
        <Foreign>{words.costBasis(control.cost.basis)}</Foreign>
      </p>
    </Panel>
  );
}

function Effects({ detail: { effects } }: Part) {
  const share = (value: number | undefined) => (value === undefined ? '–' : `${count(Math.round(value * 100))} %`);
  return (
    <Panel title={words.effects} lead={effects.length > 0 ? words.effectsLead : words.noEffects} flush>
      {effects.length === 0 ? null : (
        <PlainTable
          label={words.effects}
          columns={words.effectColumns}
          rows={effects}
          rowKey={({ scenario, control }) => `${scenario} ${control}`}
          cells={({ scenario, scenarioName, frequency, vulnerability, magnitude, harm }) => [
            <TextLink key="scenario" to="/risk/scenarios/$id" params={{ id: scenario }}>
              <Foreign>{scenarioName}</Foreign>
            </TextLink>,
            share(frequency),
            share(vulnerability),
            share(magnitude),
            share(harm),
          ]}
        />
      )}
    </Panel>
  );
}

function Maps({ detail: { maps } }: Part) {
  return (
    <Panel title={words.maps} lead={words.mapsLead} flush>
      <PlainTable
        label={words.maps}
        columns={words.mapColumns}
        rows={maps}
        rowKey={({ framework, id }) => `${framework} ${id}`}
        cells={({ frameworkName, id, name, basis }) => [
          <Foreign key="framework">{frameworkName}</Foreign>,
          <span key="row">
            <b>
              <Foreign>{id}</Foreign>
            </b>{' '}
            <Foreign>{name}</Foreign>
          </span>,
          <Foreign key="basis">{basis}</Foreign>,
        ]}
      />
    </Panel>
  );
}
