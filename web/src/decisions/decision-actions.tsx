// What a person can decide about a finding, and what was decided before.
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { Finding, Standing } from '#contracts/index.ts';
import { type DecisionStep, loadDecisions } from '../api/decisions.ts';
import { useLoad } from '../api/use-load.ts';
import { usePowers, useSession } from '../api/use-session.ts';
import { dateTime } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Loaded } from '../parts/states.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import { DecisionForm } from './decision-form.tsx';

interface DecisionActionsProps {
  readonly finding: Finding;
  readonly standing: Standing;
}

/** The buttons for who may, and the history. */
export function DecisionActions({ finding, standing }: DecisionActionsProps) {
  const [step, setStep] = useState<DecisionStep | null>(null);
  const { edit, own } = usePowers();
  const me = useSession().data?.user?.email.toLowerCase();
  const { acceptance, maker } = standing;
  const isOpen = finding.state !== 'fixed' && finding.state !== 'not affected';
  const mine = acceptance?.askedBy.toLowerCase() === me;
  const steps: DecisionStep[] = [
    ...(edit && isOpen && acceptance === null ? (['accept'] as const) : []),
    ...(own && acceptance?.state === 'asked' && !mine ? (['approve', 'refuse'] as const) : []),
    ...(edit && acceptance !== null ? (['withdraw'] as const) : []),
    ...(edit && isOpen && maker === null ? (['ask-maker'] as const) : []),
    ...(edit && maker !== null ? (['maker-answer'] as const) : []),
  ];
  return (
    <>
      {steps.length > 0 ? (
        <Group gap="xs" role="group" aria-label={text.decisions.title}>
          {steps.map((each) => (
            <Button
              key={each}
              size="xs"
              variant={each === 'approve' ? 'filled' : 'default'}
              onClick={() => setStep(each)}
            >
              {text.decisions.steps[each]}
            </Button>
          ))}
        </Group>
      ) : null}
      <Unfold label={text.decisions.history}>
        <History finding={finding.id} />
      </Unfold>
      {step ? <DecisionForm finding={finding} standing={standing} step={step} onClose={() => setStep(null)} /> : null}
    </>
  );
}

function History({ finding }: { readonly finding: string }) {
  const decisions = useLoad(['decisions', finding], (signal) => loadDecisions(finding, signal));
  return (
    <Loaded of={decisions}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="quiet">{text.decisions.noHistory}</p>
        ) : (
          <ul>
            {items.flatMap(({ id, events }) =>
              events.map((event) => (
                <li key={`${id} ${event.at} ${event.what}`}>
                  <b>{event.what}</b> · <Foreign>{event.who}</Foreign> · {dateTime(event.at)}
                  <div className="quiet">
                    <Foreign>{event.why}</Foreign>
                  </div>
                </li>
              )),
            )}
          </ul>
        )
      }
    </Loaded>
  );
}
