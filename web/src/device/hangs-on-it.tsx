// How much hangs on the device: what people said of its circumstances, what nobody said yet, and a form to say it.
import { Button, Modal, NumberInput, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { type Circumstance, type Circumstances, circumstances, type DeviceDetail } from '#contracts/index.ts';
import { ApiFault } from '../api/fault.ts';
import { usePowers } from '../api/use-session.ts';
import { count } from '../format/format.ts';
import { FactsList } from '../parts/facts-list.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { Failure } from '../parts/states.tsx';
import { numberOf, shown } from '../risk/figure-row.tsx';
import { text } from '../text/index.ts';
import { useChangeDevice } from './use-device.ts';

const words = text.hangsOnIt;
const YES_NO = ['onlyOne', 'emergency', 'guidesTherapy'] as const satisfies readonly Circumstance[];
const NUMBERS = ['patientsPerDay', 'substituteHours', 'replacementDays'] as const satisfies readonly Circumstance[];

interface HangsOnItProps {
  readonly detail: DeviceDetail;
}

/** The panel. */
export function HangsOnIt({ detail }: HangsOnItProps) {
  const [editing, edit] = useDisclosure(false);
  const { stated, levels } = detail.circumstances;
  const level = detail.criticality?.level ?? null;
  return (
    <Panel
      title={words.title}
      lead={words.lead}
      actions={
        usePowers().edit ? (
          <Button variant="default" onClick={edit.open}>
            {words.say}
          </Button>
        ) : null
      }
    >
      <FactsList
        items={[
          [
            text.device.criticality,
            <>
              {level === null ? (
                <span className="quiet">{text.common.notKnown}</span>
              ) : (
                `${level} / 5 · ${text.criticality[level] ?? ''}`
              )}
              {levels && levels[0] !== levels[1] ? (
                <div className="quiet">{words.between(levels[0], levels[1])}</div>
              ) : null}
            </>,
          ],
          ...YES_NO.map((name) => [words.names[name], saidOf(stated, name)] as const),
          ...NUMBERS.map((name) => [words.names[name], saidOf(stated, name)] as const),
        ]}
      />
      {editing ? <SayIt detail={detail} onClose={edit.close} /> : null}
    </Panel>
  );
}

function saidOf(stated: Circumstances, name: Circumstance) {
  const value = stated[name];
  if (value === undefined) return <span className="quiet">{words.unsaid}</span>;
  return typeof value === 'boolean' ? words.answers[value ? 'yes' : 'no'] : count(value);
}

/** The form; an answer that is emptied is taken back. */
function SayIt({ detail, onClose }: HangsOnItProps & { readonly onClose: () => void }) {
  const [draft, setDraft] = useState<Circumstances>(detail.circumstances.stated);
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map());
  const change = useChangeDevice(detail.device.id, () => {
    onClose();
    notice(words.saved);
  });
  const put = (name: Circumstance, value: boolean | number | undefined) => {
    const { [name]: _, ...rest } = draft;
    setDraft(value === undefined ? rest : { ...rest, [name]: value });
  };

  function submit(event: FormEvent): void {
    event.preventDefault();
    const checked = circumstances.safeParse(draft);
    setErrors(new Map(checked.error?.issues.map(({ path, message }) => [path.join('.'), message])));
    const takenBack = Object.fromEntries(
      Object.keys(detail.circumstances.stated).flatMap((name) => (name in draft ? [] : [[name, null]])),
    );
    if (checked.success)
      change.mutate(
        { circumstances: { ...takenBack, ...checked.data } },
        {
          onError: (error) =>
            error instanceof ApiFault &&
            setErrors(new Map(Object.entries(error.fields).map(([at, said]) => [at.split('/').at(-1) ?? at, said]))),
        },
      );
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={words.title}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {words.how}
          </Text>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" style={{ alignItems: 'end' }}>
            {YES_NO.map((name) => (
              <Select
                key={name}
                label={words.names[name]}
                placeholder={words.unsaid}
                data={[
                  { value: 'yes', label: words.answers.yes },
                  { value: 'no', label: words.answers.no },
                ]}
                value={draft[name] === undefined ? null : draft[name] ? 'yes' : 'no'}
                clearable
                clearButtonProps={{ 'aria-label': text.common.clear(words.names[name]) }}
                error={errors.get(name)}
                onChange={(value) => put(name, value === null ? undefined : value === 'yes')}
              />
            ))}
            {NUMBERS.map((name) => (
              <NumberInput
                key={name}
                label={words.names[name]}
                placeholder={words.unsaid}
                min={0}
                value={shown(draft[name])}
                error={errors.get(name)}
                onChange={(value) => put(name, value === '' ? undefined : numberOf(value))}
              />
            ))}
          </SimpleGrid>
          {change.error && errors.size === 0 ? <Failure error={change.error} /> : null}
          <FormActions action={text.common.save} busy={change.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
