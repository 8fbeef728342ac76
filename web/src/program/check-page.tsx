// One check: on which devices it stands how, why, and what people may say to it.
import { SegmentedControl } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { CHECK_STATES, type CheckDetail, type CheckedDevice, type CheckState } from '#contracts/index.ts';
import { ApiFault } from '../api/fault.ts';
import { loadCheck } from '../api/program-checks.ts';
import { usePages } from '../api/use-load.ts';
import { count } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { moreOf, PagedTable } from '../parts/paged-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { Above } from './above.tsx';
import { AttestButton, Questions } from './attest.tsx';
import { checkSearch } from './check-search.ts';
import classes from './program.module.css';
import { StateTag } from './state-tag.tsx';

const route = getRouteApi('/program/checks/$id');
const words = text.checkPages;

/** The page. */
export function CheckPage() {
  const { id } = route.useParams();
  const { state = 'broken' } = route.useSearch();
  const pages = usePages(['program-checks', id, state], (cursor, signal) =>
    loadCheck(id, { state, cursor, limit: 50 }, signal),
  );
  const check = pages.data?.pages[0]?.check;
  if (pages.error instanceof ApiFault && pages.error.status === 404 && !check)
    return (
      <Page title={<Foreign>{id}</Foreign>} tab={visible(id)} above={<Above checks />}>
        <Empty icon={IconChecklist} title={words.gone} />
      </Page>
    );
  return (
    <Page
      title={<Foreign>{check?.title ?? id}</Foreign>}
      tab={visible(check?.title ?? id)}
      above={<Above checks />}
      lead={check ? <Head check={check} at={pages.data?.pages[0]?.at ?? null} /> : undefined}
    >
      {check && check.questions.length > 0 ? (
        <Panel title={words.ask} lead={words.askLead}>
          <Questions of={check.questions} />
        </Panel>
      ) : null}
      <Panel title={check?.of === 'site' ? words.theSite : words.devices} flush>
        <States state={state} />
        <Loaded of={pages} waiting={<Waiting lines={8} />}>
          {({ pages: all }) =>
            all.every(({ items }) => items.length === 0) ? (
              <Empty icon={IconChecklist} title={words.none}>
                {words.noneWhy}
              </Empty>
            ) : (
              <PagedTable
                label={words.devices}
                columns={words.deviceColumns}
                pages={all}
                rowKey={({ device }) => device?.id ?? ''}
                cells={(row) => cellsOf(row, all[0]?.check)}
                more={moreOf(pages)}
              />
            )
          }
        </Loaded>
      </Panel>
    </Page>
  );
}

function Head({ check, at }: { readonly check: CheckDetail['check']; readonly at: string | null }) {
  const { holds, broken, unknown, notApplicable } = check.counts;
  return (
    <>
      <div>
        {words.of[check.of]} · {words.counts(count(holds), count(broken), count(unknown))}
        {notApplicable > 0 ? ` · ${words.notApplicable(count(notApplicable))}` : null} · {words.at} <When at={at} />
      </div>
      <div className="quiet">
        {words.asks}: <Foreign>{check.asks}</Foreign>
      </div>
      {check.controls.length > 0 ? (
        <div>
          {words.controls}:{' '}
          {check.controls.map((id, place) => (
            <span key={id}>
              {place > 0 ? ', ' : ''}
              <TextLink to="/program/controls/$id" params={{ id }}>
                {id}
              </TextLink>
            </span>
          ))}
        </div>
      ) : null}
      {check.policies.length > 0 ? (
        <div>
          {words.policies}: {check.policies.join(', ')}
        </div>
      ) : null}
    </>
  );
}

function States({ state }: { readonly state: CheckState }) {
  const navigate = route.useNavigate();
  return (
    <div className={classes['states']}>
      <SegmentedControl
        aria-label={words.show}
        data={CHECK_STATES.map((value) => ({ value, label: words.states[value] }))}
        value={state}
        onChange={(value) => void navigate({ search: checkSearch({ state: value }), replace: true })}
      />
    </div>
  );
}

function cellsOf({ device, state, why, evidence, asks }: CheckedDevice, check: CheckDetail['check'] | undefined) {
  const questions = device === null ? [] : (check?.questions ?? []);
  return [
    device === null ? (
      words.theSite
    ) : (
      <TextLink key="device" to="/devices/$id" params={{ id: device.id }} fw={600}>
        <Foreign>{device.name}</Foreign>
      </TextLink>
    ),
    <StateTag key="state" state={state} />,
    <div key="why" className={classes['words']}>
      <Foreign>{why}</Foreign>
      {asks === null ? null : (
        <div className="quiet">
          <Foreign>{asks}</Foreign>
        </div>
      )}
      {evidence.length > 0 ? <div className="quiet">{words.evidence(evidenceWords(evidence))}</div> : null}
      {questions.map((question) => (
        <AttestButton key={question.question} question={question} device={device} />
      ))}
    </div>,
  ];
}

function evidenceWords(evidence: CheckedDevice['evidence']): string {
  const kinds = Map.groupBy(evidence, ({ kind }) => kind);
  return [...kinds]
    .map(([kind, all]) => `${words.evidenceKinds[kind]} ${all.map(({ id }) => id.slice(0, 12)).join(', ')}`)
    .join('; ');
}
