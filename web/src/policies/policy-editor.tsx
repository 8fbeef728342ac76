// Writes the next version of a policy. What is written stays on screen when somebody else saved another one in the meantime: both texts stand
// side by side then, and the person decides.
import { ActionIcon, Button, Group, MultiSelect, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { POLICY_PEOPLE, type SitePolicy, STAFF_ROLES } from '#contracts/index.ts';
import { ApiFault } from '../api/fault.ts';
import { savePolicy } from '../api/policies.ts';
import { useWrite } from '../api/use-load.ts';
import { count } from '../format/format.ts';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { Conflict } from './conflict.tsx';
import classes from './policies.module.css';
import { type ClauseDraft, draftOf, editOf, type PolicyDraft } from './policy-draft.ts';

const words = text.policyPages;

interface EditorProps {
  readonly policy: SitePolicy;
  /** Loads the policy as it stands now. */
  readonly onReload: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** The form. */
export function PolicyEditor({ policy, onReload, onClose }: EditorProps) {
  const [draft, setDraft] = useState(() => draftOf(policy.newest));
  const [isOvertaken, setOvertaken] = useState(false);
  const [made, setMade] = useState(0);
  const save = useWrite(savePolicy, ({ newest: { version } }) => {
    notice(version.version === draft.basis ? words.unchanged : words.saved(count(version.version)));
    onClose();
  });
  const { variables } = policy.newest.body;

  function send(edit: PolicyDraft): void {
    save.mutate(
      { id: policy.id, edit: editOf(edit, variables) },
      {
        onError: (error) => {
          if (!(error instanceof ApiFault) || error.code !== 'conflict') return;
          void onReload().then(() => setOvertaken(true));
        },
      },
    );
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    send(draft);
  }

  const change = (part: Partial<PolicyDraft>) => setDraft((before) => ({ ...before, ...part }));
  const { version } = policy.newest;
  const clash = isOvertaken && version.version !== draft.basis;
  return (
    <Panel title={words.editing} lead={words.editLead}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {clash ? (
            <Conflict
              saved={policy.newest}
              mine={draft}
              busy={save.isPending}
              onChange={setDraft}
              onSave={() => send({ ...draft, basis: version.version })}
              onDrop={() => {
                setDraft(draftOf(policy.newest));
                setOvertaken(false);
                save.reset();
              }}
            />
          ) : null}
          <TextInput
            label={words.fields.title}
            maxLength={120}
            value={draft.title}
            onChange={({ currentTarget }) => change({ title: currentTarget.value })}
          />
          <Textarea
            label={words.fields.purpose}
            autosize
            minRows={2}
            maxLength={1600}
            value={draft.purpose}
            onChange={({ currentTarget }) => change({ purpose: currentTarget.value })}
          />
          <fieldset className={classes['fields']}>
            <legend>{words.fields.blanks}</legend>
            <Text size="sm" c="dimmed">
              {words.fields.blanksHow}
            </Text>
            <div className={classes['blanks']}>
              {variables.map(({ name, label, default: preset, from }) => (
                <Textarea
                  key={name}
                  label={label}
                  description={
                    preset === undefined
                      ? `{{${name}}}${from === 'devices' ? ` ${words.fields.lines}` : ''}`
                      : `{{${name}}} ${words.fields.preset(preset)}`
                  }
                  autosize
                  minRows={1}
                  maxRows={6}
                  value={draft.values[name] ?? ''}
                  onChange={({ currentTarget }) => change({ values: { ...draft.values, [name]: currentTarget.value } })}
                />
              ))}
            </div>
          </fieldset>
          <fieldset className={classes['fields']}>
            <legend>{words.clauses}</legend>
            <Clauses clauses={draft.clauses} onChange={(clauses) => change({ clauses })} />
            <Button
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => {
                const clause: ClauseDraft = { key: `new ${made}`, id: null, text: '', who: ['everyone'], checks: [] };
                setMade(made + 1);
                change({ clauses: [...draft.clauses, clause] });
              }}
            >
              {words.fields.add}
            </Button>
          </fieldset>
          <NumberInput
            label={words.fields.review}
            min={1}
            max={60}
            allowDecimal={false}
            className={classes['short'] ?? ''}
            value={draft.reviewMonths}
            onChange={(value) => change({ reviewMonths: String(value) })}
          />
          <MultiSelect
            label={words.fields.readers}
            data={STAFF_ROLES.map((value) => ({ value, label: words.people[value] }))}
            value={draft.attestedBy}
            onChange={(chosen) => change({ attestedBy: STAFF_ROLES.filter((role) => chosen.includes(role)) })}
          />
          <TextInput
            label={words.fields.note}
            maxLength={1000}
            value={draft.note}
            onChange={({ currentTarget }) => change({ note: currentTarget.value })}
          />
          {save.error && !clash ? <Failure error={save.error} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {text.common.cancel}
            </Button>
            {clash ? null : (
              <Button type="submit" loading={save.isPending}>
                {text.common.save}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

interface ClausesProps {
  readonly clauses: readonly ClauseDraft[];
  readonly onChange: (clauses: readonly ClauseDraft[]) => void;
}

function Clauses({ clauses, onChange }: ClausesProps) {
  const set = (at: number, part: Partial<ClauseDraft>) =>
    onChange(clauses.map((clause, place) => (place === at ? { ...clause, ...part } : clause)));
  const move = (at: number, by: number) => {
    const moved = clauses[at];
    if (moved) onChange(clauses.toSpliced(at, 1).toSpliced(at + by, 0, moved));
  };
  return (
    <ol className={classes['edited']}>
      {clauses.map((clause, at) => {
        const place = count(at + 1);
        return (
          <li key={clause.key}>
            <Textarea
              label={words.fields.clause(place)}
              {...(clause.checks.length > 0 ? { description: words.fields.checked(clause.checks.join(', ')) } : {})}
              autosize
              minRows={2}
              maxLength={800}
              value={clause.text}
              onChange={({ currentTarget }) => set(at, { text: currentTarget.value })}
            />
            <MultiSelect
              label={words.fields.clauseFor(place)}
              data={POLICY_PEOPLE.map((value) => ({ value, label: words.people[value] }))}
              value={clause.who}
              onChange={(chosen) => set(at, { who: POLICY_PEOPLE.filter((person) => chosen.includes(person)) })}
            />
            <Group gap="xs">
              <ActionIcon
                variant="default"
                size="lg"
                aria-label={words.fields.up(place)}
                disabled={at === 0}
                onClick={() => move(at, -1)}
              >
                <IconArrowUp size={16} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="default"
                size="lg"
                aria-label={words.fields.down(place)}
                disabled={at === clauses.length - 1}
                onClick={() => move(at, 1)}
              >
                <IconArrowDown size={16} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="default"
                size="lg"
                aria-label={words.fields.remove(place)}
                disabled={clauses.length === 1}
                onClick={() => onChange(clauses.toSpliced(at, 1))}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </Group>
          </li>
        );
      })}
    </ol>
  );
}
