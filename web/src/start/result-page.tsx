// The end of the guided start: how exposed the center is, what that may cost and whom it may hurt, what to do first and by when, policies,
// lessons, and the report to take away.
import { Button, Group } from '@mantine/core';
import { IconFileTypePdf, IconWorld } from '@tabler/icons-react';
import { STAFF_ROLE_NAMES, type StartResult, type StartWalk } from '#contracts/index.ts';
import { tenantHref } from '../api/http.ts';
import { usePowers } from '../api/use-session.ts';
import { chance, count, counted, money } from '../format/format.ts';
import { moneyRange } from '../format/ranges.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Note } from '../parts/note.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { Progress } from '../parts/progress.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { useAssess } from '../risk/use-risk.ts';
import { text } from '../text/index.ts';
import { LeftOver } from './left-over.tsx';
import classes from './start.module.css';
import { useResult, useWalk } from './use-walk.ts';

const words = text.guided.result;
const ROLES = new Map<string, string>(Object.entries(text.who));
const roleOf = (role: string) => ROLES.get(role) ?? visible(role);

/** The page. */
export function ResultPage() {
  const result = useResult();
  const walk = useWalk();
  if (result.data) return <Known result={result.data} walk={walk.data} />;
  return (
    <Page title={text.guided.name}>
      {result.error ? (
        <>
          <Failure error={result.error} />
          <Group>
            <LinkButton to="/start">{text.guided.firstAction}</LinkButton>
          </Group>
        </>
      ) : (
        <Waiting lines={12} />
      )}
    </Page>
  );
}

function Known({ result, walk }: { readonly result: StartResult; readonly walk: StartWalk | undefined }) {
  const { edit } = usePowers();
  return (
    <Page
      title={<Foreign>{words.title(result.center)}</Foreign>}
      tab={text.guided.name}
      lead={words.lead(counted(result.devices, text.guided.devices.device, text.guided.devices.devices))}
      actions={
        <LinkButton to="/start" search={{ step: 'devices' }} variant="default">
          {words.again}
        </LinkButton>
      }
    >
      {walk?.changed && edit ? (
        <Note tone="watch">
          {words.changed}{' '}
          <TextLink to="/start" search={{ step: 'end' }}>
            {words.finish}
          </TextLink>
        </Note>
      ) : null}
      <LeftOver left={result.left} />
      <Figures result={result} />
      <First result={result} />
      <Plan result={result} />
      <Policies result={result} />
      <Training result={result} />
      <Open result={result} />
      <Report />
    </Page>
  );
}

function Figures({ result: { exposure, risk, fears } }: { readonly result: StartResult }) {
  return (
    <>
      <Panel title={words.exposure}>
        <p className={classes['plain']}>
          <Foreign>{exposure}</Foreign>
        </p>
      </Panel>
      {risk ? (
        <>
          <Panel title={words.loss}>
            <b className={classes['big']}>{money(risk.today.mean, risk.currency)}</b>
            <span className="quiet">
              {moneyRange(...risk.today.interval, risk.currency)}. {words.after(money(risk.after.mean, risk.currency))}{' '}
              ({moneyRange(...risk.after.interval, risk.currency)})
            </span>
          </Panel>
          <Panel title={words.harm}>
            {risk.harm ? (
              <>
                <b className={classes['big']}>
                  <Foreign>{risk.harm.scenario}</Foreign>
                </b>
                <span className="quiet">
                  <Foreign>{words.harmAt(severityOf(risk.harm.severity), risk.harm.device)}</Foreign>
                  {risk.harm.yearlyChance === null ? null : `. ${words.yearly(chance(risk.harm.yearlyChance))}`}
                </span>
              </>
            ) : (
              <p className={classes['plain']}>{words.noHarm}</p>
            )}
          </Panel>
        </>
      ) : (
        <NoRisk />
      )}
      {risk && fears.length > 0 ? (
        <Panel title={words.fears}>
          <ul className={classes['list']}>
            {fears.map(({ fear, mean, likeliest }) => (
              <li key={fear}>
                {likeliest === null
                  ? words.noFear(text.guided.fears.names[fear])
                  : words.fear(text.guided.fears.names[fear], money(mean, risk.currency))}{' '}
                {likeliest === null ? null : (
                  <>
                    {words.likeliest}{' '}
                    <TextLink to="/risk/scenarios/$id" params={{ id: likeliest.id }}>
                      <Foreign>{likeliest.name}</Foreign>
                    </TextLink>
                  </>
                )}
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
    </>
  );
}

const SEVERITIES = new Map<string, string>(Object.entries(text.risk.severities));

function severityOf(severity: string): string {
  return SEVERITIES.get(severity) ?? severity;
}

/** The risk is still worked out, or could not be. */
function NoRisk() {
  const assessing = useAssess();
  const { busy, job, error } = assessing;
  const { edit } = usePowers();
  if (error) return <Failure error={error} />;
  return (
    <Panel title={words.loss}>
      {busy ? (
        <Progress value={job?.progress ?? 0} message={job?.message ?? ''} label={words.working} />
      ) : (
        <Group>
          {words.noRisk}
          {edit ? (
            <Button variant="default" onClick={assessing.start}>
              {text.risk.work}
            </Button>
          ) : null}
        </Group>
      )}
    </Panel>
  );
}

function First({ result: { first, risk } }: { readonly result: StartResult }) {
  if (!risk) return null;
  return (
    <Panel title={words.first}>
      {first.length === 0 ? <p className={classes['plain']}>{words.firstNone}</p> : null}
      <ol className={classes['steps']}>
        {first.map(({ id, name, why, role, cost }) => (
          <li key={id}>
            <b>
              <Foreign>{name}</Foreign>
            </b>
            <div className="quiet">
              <Foreign>{why}</Foreign> {roleOf(role)}, {words.cost(money(cost, risk.currency))}.
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Plan({ result: { plan } }: { readonly result: StartResult }) {
  if (plan.length === 0) return null;
  return (
    <Panel title={words.plan} actions={<TextLink to="/risk/plan">{words.wholePlan}</TextLink>}>
      <div className={classes['columns']}>
        {plan.map(({ within, steps }) => (
          <div key={within}>
            <h3>{words.within(within)}</h3>
            {steps.length === 0 ? <p className="quiet">{words.nothing}</p> : null}
            <ul>
              {steps.map(({ id, name, role }) => (
                <li key={id}>
                  <Foreign>{name}</Foreign> <span className="quiet">({roleOf(role)})</span>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </Panel>
  );
}

function Policies({ result: { policies, center } }: { readonly result: StartResult }) {
  return (
    <Panel
      title={words.policies}
      lead={<Foreign>{words.policiesLead(center)}</Foreign>}
      actions={
        <Button component="a" variant="default" href={tenantHref('start/policies')} download>
          {words.download}
        </Button>
      }
    >
      <TextLink to="/program/policies">{words.drafts}</TextLink>
      <Unfold label={counted(policies.length, words.policy, words.policyMany)}>
        <ul className={classes['list']}>
          {policies.map(({ id, title, missing }) => (
            <li key={id}>
              <Foreign>{title}</Foreign>{' '}
              {missing.length > 0 ? <span className="quiet">({words.blanks(missing.join(', '))})</span> : null}
            </li>
          ))}
        </ul>
      </Unfold>
    </Panel>
  );
}

function Training({ result: { training, staff } }: { readonly result: StartResult }) {
  return (
    <Panel
      title={words.training}
      lead={words.trainingLead}
      actions={<TextLink to="/program/training">{staff.active === 0 ? words.addStaff : words.sendLessons}</TextLink>}
    >
      <p className={classes['plain']}>
        {staff.active === 0
          ? words.noStaff
          : words.assigned(
              counted(staff.lessons, words.lesson, words.lessons),
              counted(staff.active, words.person, words.people),
            )}
      </p>
      <div className={classes['columns']}>
        {training.map(({ role, lessons }) => (
          <div key={role}>
            <h3>{STAFF_ROLE_NAMES[role]}</h3>
            <ul>
              {lessons.map(({ id, title }) => (
                <li key={id}>{title}</li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </Panel>
  );
}

function Open({ result: { open } }: { readonly result: StartResult }) {
  if (open.length === 0) return null;
  return (
    <Panel title={words.open} lead={words.openLead}>
      <Unfold label={count(open.length)}>
        <ul className={classes['list']}>
          {open.map(({ id, ask, where }) => (
            <li key={id}>
              <TextLink to="/start" search={{ step: id }}>
                {ask}
              </TextLink>{' '}
              <span className="quiet">{where}</span>
            </li>
          ))}
        </ul>
      </Unfold>
    </Panel>
  );
}

function Report() {
  return (
    <Panel title={words.report} lead={words.reportLead}>
      <Group>
        <Button
          component="a"
          href={tenantHref('report', { format: 'pdf' })}
          download
          leftSection={<IconFileTypePdf size={18} stroke={1.7} aria-hidden />}
        >
          {words.pdf}
        </Button>
        <Button
          component="a"
          variant="default"
          href={tenantHref('report', { format: 'html' })}
          target="_blank"
          rel="noopener"
          leftSection={<IconWorld size={18} stroke={1.7} aria-hidden />}
        >
          {words.html}
        </Button>
      </Group>
    </Panel>
  );
}
