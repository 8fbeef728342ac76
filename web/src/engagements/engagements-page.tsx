// Every engagement of the site, and the templates with which one begins.
import { Button } from '@mantine/core';
import { IconBriefcase } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Tone } from '#charts/index.ts';
import type { EngagementRow, EngagementState, TemplateTerms } from '#contracts/index.ts';
import { loadEngagements } from '../api/engagements.ts';
import { usePages } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { date, score } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { PagedList } from '../parts/paged-list.tsx';
import { Empty } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import { freshDraft } from './engagement-draft.ts';
import { EngagementForm } from './engagement-form.tsx';
import { Templates } from './templates.tsx';

const words = text.engagements;
const TONES: Readonly<Record<EngagementState, Tone>> = {
  draft: 'unknown',
  agreed: 'watch',
  running: 'safe',
  ended: 'quiet',
  cancelled: 'quiet',
};

/** The page. */
export function EngagementsPage() {
  const { edit } = usePowers();
  const navigate = useNavigate();
  const [begun, begin] = useState<{ readonly template: TemplateTerms | null } | null>(null);
  const pages = usePages(['engagements'], loadEngagements);
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={edit && !begun ? <Button onClick={() => begin({ template: null })}>{words.begin}</Button> : null}
    >
      {begun ? (
        <EngagementForm
          engagement={null}
          fresh={freshDraft(today(), zoneHere(), begun.template)}
          onSaved={({ id }) => void navigate({ to: '/program/engagements/$id', params: { id } })}
          onClose={() => begin(null)}
        />
      ) : null}
      <PagedList
        label={words.list}
        columns={words.columns}
        pages={pages}
        rowKey={({ id }: EngagementRow) => id}
        cells={cellsOf}
        empty={
          <Empty icon={IconBriefcase} title={words.none}>
            {words.noneWhy}
          </Empty>
        }
      />
      <Templates onBegin={edit && !begun ? (template) => begin({ template }) : null} />
    </Page>
  );
}

function cellsOf({ id, title, provider, state, from, until, minutes, plannedMinutes, letter }: EngagementRow) {
  return [
    <div key="what">
      <TextLink to="/program/engagements/$id" params={{ id }}>
        <Foreign>{title}</Foreign>
      </TextLink>
      <div className="quiet">
        <Foreign>{provider}</Foreign>
      </div>
    </div>,
    <StateTag key="state" state={state} />,
    <span key="days">{words.days(date(from), date(until))}</span>,
    <span key="hours">{hoursWords(minutes, plannedMinutes)}</span>,
    <span key="letter">{letter === null ? words.noLetter : words.letterStates[letter]}</span>,
  ];
}

/** How far an engagement is. */
export function StateTag({ state }: { readonly state: EngagementState }) {
  return <Tag tone={TONES[state]}>{words.states[state]}</Tag>;
}

function hoursWords(minutes: number, planned: number | null): string {
  const spent = score(minutes / 60);
  return planned === null ? words.hoursOnly(spent) : words.hours(spent, score(planned / 60));
}

function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

function zoneHere(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
