// How many days each finding has, when an accepted risk comes back, and where decisions stand now.
import { Button, Fieldset, Group, NumberInput, SimpleGrid, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type DecisionPolicy, documents, SEVERITY_ORDER } from '#contracts/index.ts';
import { changePolicy, loadPolicy } from '../api/decisions.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { Failure, Loaded } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { DecisionsNow } from './decisions-now.tsx';

const MOST_DAYS = 3650;
const LONGEST_ACCEPTANCE = 366;
const OUTCOMES = documents.ssvcDecision.options.toReversed();
const SEVERITIES = SEVERITY_ORDER.filter((severity) => severity !== 'none').toReversed();

/** The section. */
export function Policy() {
  const policy = useLoad(['policy'], loadPolicy);
  return (
    <>
      <Panel title={text.policy.title} lead={text.policy.lead}>
        <Loaded of={policy}>
          {(known) => (
            <Stack gap="md">
              <Text size="sm" c="dimmed">
                {known.isDefault ? text.policy.isDefault : <Foreign>{text.policy.changedBy(known.by ?? '')}</Foreign>}
              </Text>
              {/* A policy that somebody else saved in the meantime is another form. */}
              <PolicyForm key={JSON.stringify(known.policy)} policy={known.policy} isDefault={known.isDefault} />
            </Stack>
          )}
        </Loaded>
      </Panel>
      <DecisionsNow />
    </>
  );
}

interface PolicyFormProps {
  readonly policy: DecisionPolicy;
  readonly isDefault: boolean;
}

function PolicyForm({ policy, isDefault }: PolicyFormProps) {
  const { own } = usePowers();
  const [draft, setDraft] = useState(policy);
  const save = useWrite(changePolicy, () => notice(text.policy.saved));
  const isComplete = !Number.isNaN(draft.epssLine) && !Number.isNaN(draft.longestAcceptanceDays);

  function submit(event: FormEvent): void {
    event.preventDefault();
    save.mutate(draft);
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Fieldset legend={text.policy.bySsvc} disabled={!own}>
          <Text size="sm" c="dimmed">
            {text.policy.bySsvcWhat}
          </Text>
          <SimpleGrid cols={{ base: 2, md: 4 }} mt="xs" style={{ alignItems: 'end' }}>
            {OUTCOMES.map((outcome) => (
              <Days
                key={outcome}
                label={`${text.scoring.decisions[outcome]} (${outcome})`}
                value={draft.ssvc[outcome]}
                onChange={(value) => setDraft({ ...draft, ssvc: { ...draft.ssvc, [outcome]: value } })}
              />
            ))}
          </SimpleGrid>
        </Fieldset>
        <Fieldset legend={text.policy.bySeverity} disabled={!own}>
          <Text size="sm" c="dimmed">
            {text.policy.bySeverityWhat}
          </Text>
          <SimpleGrid cols={{ base: 2, md: 4 }} mt="xs" style={{ alignItems: 'end' }}>
            {SEVERITIES.map((severity) => (
              <Days
                key={severity}
                label={text.severity[severity]}
                value={draft.severity[severity] ?? null}
                onChange={(value) => setDraft({ ...draft, severity: { ...draft.severity, [severity]: value } })}
              />
            ))}
          </SimpleGrid>
        </Fieldset>
        <Fieldset legend={text.policy.accepting} disabled={!own}>
          <SimpleGrid cols={{ base: 1, md: 2 }} style={{ alignItems: 'end' }}>
            <NumberInput
              label={text.policy.longest}
              description={text.policy.longestWhat}
              min={1}
              max={LONGEST_ACCEPTANCE}
              allowDecimal={false}
              required
              value={shown(draft.longestAcceptanceDays)}
              onChange={(value) => setDraft({ ...draft, longestAcceptanceDays: numberOr(value, Number.NaN) })}
            />
            <NumberInput
              label={text.policy.epss}
              description={text.policy.epssWhat}
              min={0.1}
              max={100}
              decimalScale={1}
              suffix=" %"
              required
              value={shown(Math.round(draft.epssLine * 1000) / 10)}
              onChange={(value) => setDraft({ ...draft, epssLine: numberOr(value, Number.NaN) / 100 })}
            />
          </SimpleGrid>
        </Fieldset>
        <Note title={text.policy.follows}>{text.policy.followsWhat}</Note>
        {save.error ? <Failure error={save.error} /> : null}
        {own ? (
          <Group>
            <Button type="submit" loading={save.isPending} disabled={!isComplete}>
              {text.common.save}
            </Button>
            {isDefault ? null : (
              <Button variant="default" disabled={save.isPending} onClick={() => save.mutate(null)}>
                {text.policy.back}
              </Button>
            )}
          </Group>
        ) : (
          <Text size="sm" c="dimmed">
            {text.common.ownersOnly}
          </Text>
        )}
      </Stack>
    </form>
  );
}

interface DaysProps {
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

function Days({ label, value, onChange }: DaysProps) {
  return (
    <NumberInput
      label={label}
      placeholder={text.policy.noDay}
      min={1}
      max={MOST_DAYS}
      allowDecimal={false}
      value={value ?? ''}
      onChange={(next) => onChange(next === '' ? null : numberOr(next, null))}
    />
  );
}

/** What the field gives as a number; it gives text while a person types. */
function numberOr<T>(value: string | number, otherwise: T): number | T {
  const number = typeof value === 'number' ? value : Number.parseFloat(value);
  return Number.isFinite(number) ? number : otherwise;
}

function shown(value: number): number | string {
  return Number.isNaN(value) ? '' : value;
}
