// The form of ratings: who one is, then one scenario a page. Made for a phone in the hand, and for the keyboard.
import { Button, Group, NativeSelect, Progress, Radio } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconScale } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { RATER_ROLES, type RaterRole, type RatingsAnswer } from '#contracts/index.ts';
import { useRatings } from '../api/ratings.ts';
import { LinkButton } from '../parts/link.tsx';
import { Note } from '../parts/note.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import classes from './ratings.module.css';
import { ScenarioForm } from './scenario-form.tsx';

const route = getRouteApi('/ratings');

/** The page. */
export function RatingsPage() {
  const ratings = useRatings();
  return (
    <Page
      title={text.ratings.title}
      lead={text.ratings.lead}
      actions={
        <LinkButton to="/ratings/result" variant="default">
          {text.ratings.toResult}
        </LinkButton>
      }
    >
      <Loaded of={ratings} waiting={<Waiting lines={12} />}>
        {(answer) => <Known answer={answer} />}
      </Loaded>
    </Page>
  );
}

function Known({ answer }: { readonly answer: RatingsAnswer }) {
  const [chosen, choose] = useState<RaterRole | null>(null);
  const as = chosen ?? answer.as;
  if (answer.scenarios.length === 0) {
    return (
      <Empty icon={IconScale} title={text.ratings.none}>
        {text.ratings.noneWhy}
      </Empty>
    );
  }
  return as === null ? <WhoPanel onChoose={choose} /> : <Steps answer={answer} as={as} onChoose={choose} />;
}

function WhoPanel({ onChoose }: { readonly onChoose: (role: RaterRole) => void }) {
  return (
    <Panel title={text.ratings.whoTitle} lead={text.ratings.whoLead}>
      <Radio.Group
        aria-label={text.ratings.whoTitle}
        onChange={(value) => {
          const role = choiceParam(value, RATER_ROLES);
          if (role) onChoose(role);
        }}
      >
        <div className={classes['levels']}>
          {RATER_ROLES.map((role) => (
            <Radio key={role} value={role} label={text.ratings.roles[role]} size="md" />
          ))}
        </div>
      </Radio.Group>
    </Panel>
  );
}

interface StepsProps {
  readonly answer: RatingsAnswer;
  readonly as: RaterRole;
  readonly onChoose: (role: RaterRole) => void;
}

function Steps({ answer: { scenarios, progress, mayJudgeLikelihood }, as, onChoose }: StepsProps) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  // Where one stood at the start stays on the page while its last answer makes it a rated one.
  const [first] = useState(() => scenarios.find(({ done }) => !done)?.id);
  const named = scenarios.findIndex(({ id }) => id === (search.scenario ?? first));
  const place = Math.max(0, named);
  const scenario = scenarios[place];
  if (!scenario) return null;
  const go = (id: string | undefined) => {
    if (id === undefined) return;
    void navigate({ search: { scenario: id } });
    window.scrollTo({ top: 0 });
  };
  const open = [...scenarios.slice(place + 1), ...scenarios.slice(0, place)].find(({ done }) => !done);
  return (
    <>
      <div className={classes['progress']}>
        <span role="status">{text.ratings.progress(progress.done, progress.of)}</span>
        <Progress
          value={(100 * progress.done) / progress.of}
          aria-label={text.ratings.progress(progress.done, progress.of)}
        />
      </div>
      <NativeSelect
        className={classes['who'] ?? ''}
        label={text.ratings.as}
        value={as}
        data={RATER_ROLES.map((value) => ({ value, label: text.ratings.roles[value] }))}
        onChange={({ currentTarget }) => {
          const role = choiceParam(currentTarget.value, RATER_ROLES);
          if (role) onChoose(role);
        }}
      />
      <ScenarioForm
        key={scenario.id}
        scenario={scenario}
        as={as}
        place={text.ratings.place(place + 1, scenarios.length)}
        mayJudgeLikelihood={mayJudgeLikelihood}
      />
      {progress.done === progress.of ? <Note>{text.ratings.all}</Note> : null}
      <Group>
        <Button
          variant="default"
          leftSection={<IconArrowLeft size={18} aria-hidden />}
          disabled={place === 0}
          onClick={() => go(scenarios[place - 1]?.id)}
        >
          {text.ratings.back}
        </Button>
        <Button
          rightSection={<IconArrowRight size={18} aria-hidden />}
          disabled={place === scenarios.length - 1}
          onClick={() => go(scenarios[place + 1]?.id)}
        >
          {text.ratings.next}
        </Button>
        {open ? (
          <Button variant="default" onClick={() => go(open.id)}>
            {text.ratings.nextOpen}
          </Button>
        ) : null}
      </Group>
    </>
  );
}
