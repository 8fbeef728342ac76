// A new clearance or deny, in a window.
import { Checkbox, Modal, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { clearanceLevel } from '#contracts/index.ts';
import { ApiFault } from '../api/fault.ts';
import { FormActions } from '../parts/form-actions.tsx';
import { Note } from '../parts/note.tsx';
import { notice } from '../parts/notice.ts';
import { choiceParam } from '../parts/search-params.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { useAddClearance } from './use-settings.ts';

interface Values {
  range: string;
  effect: string;
  level: string;
  publicScope: boolean;
  note: string;
  /** A day, or nothing for no end. */
  expires: string;
  owner: string;
  documentSha256: string;
  authorityExpires: string;
}

const FRESH: Values = {
  range: '',
  effect: 'allow',
  level: 'query',
  publicScope: false,
  note: '',
  expires: '',
  owner: '',
  documentSha256: '',
  authorityExpires: '',
};

/** The end of a day as the person's clock has it. */
function endOfDay(day: string): string {
  return new Date(`${day}T23:59:59`).toISOString();
}

function needed(values: Values): boolean {
  return values.effect === 'allow' && values.level === 'full';
}

interface AddClearanceProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The form for owners. */
export function AddClearance({ opened, onClose }: AddClearanceProps) {
  const form = useForm<Values>({
    initialValues: FRESH,
    validate: {
      range: (value) => (value.trim() === '' ? text.forms.required : null),
      owner: (value, values) => (needed(values) && value.trim() === '' ? text.forms.required : null),
      documentSha256: (value, values) =>
        needed(values) && !/^[0-9a-f]{64}$/i.test(value.trim()) ? text.clearances.hashWrong : null,
      authorityExpires: (value, values) => (needed(values) && value === '' ? text.forms.required : null),
    },
  });
  const add = useAddClearance(() => {
    form.reset();
    onClose();
    notice(text.clearances.added);
  });
  const { values } = form;

  function submit(): void {
    const deny = values.effect === 'deny';
    const authority = needed(values)
      ? {
          owner: values.owner.trim(),
          documentSha256: values.documentSha256.trim().toLowerCase(),
          expiresAt: endOfDay(values.authorityExpires),
        }
      : null;
    add.mutate(
      {
        range: values.range.trim(),
        level: deny ? 'none' : (choiceParam(values.level, clearanceLevel.options) ?? 'none'),
        deny,
        publicScope: values.publicScope,
        note: values.note.trim(),
        expiresAt: values.expires ? endOfDay(values.expires) : null,
        authority,
      },
      { onError: (error) => error instanceof ApiFault && form.setErrors({ ...error.fields }) },
    );
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={text.clearances.addTitle}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={form.onSubmit(submit)}>
        <Stack gap="md">
          <TextInput
            label={text.clearances.range}
            description={text.clearances.rangeHow}
            placeholder="10.20.0.0/24"
            required
            spellCheck={false}
            {...form.getInputProps('range')}
          />
          <SegmentedControl
            aria-label={text.clearances.effect}
            data={[
              { value: 'allow', label: text.clearances.allow },
              { value: 'deny', label: text.clearances.deny },
            ]}
            {...form.getInputProps('effect')}
          />
          {values.effect === 'deny' ? (
            <Text size="sm">{text.clearances.denyWhat}</Text>
          ) : (
            <>
              <Select
                label={text.clearances.level}
                description={text.clearance[choiceParam(values.level, clearanceLevel.options) ?? 'none'].what}
                allowDeselect={false}
                data={clearanceLevel.options.map((level) => ({ value: level, label: text.clearance[level].name }))}
                {...form.getInputProps('level')}
              />
              <Checkbox
                label={text.clearances.publicScope}
                description={text.clearances.publicScopeWhat}
                {...form.getInputProps('publicScope', { type: 'checkbox' })}
              />
            </>
          )}
          {needed(values) ? (
            <>
              <Note tone="watch">{text.clearances.fullWhat}</Note>
              <TextInput label={text.clearances.dataOwner} required {...form.getInputProps('owner')} />
              <TextInput
                label={text.clearances.hash}
                description={text.clearances.hashHow}
                required
                spellCheck={false}
                {...form.getInputProps('documentSha256')}
              />
              <TextInput
                type="date"
                label={text.clearances.authorityEnds}
                required
                {...form.getInputProps('authorityExpires')}
              />
            </>
          ) : null}
          <Textarea label={text.clearances.note} autosize maxLength={500} {...form.getInputProps('note')} />
          <TextInput
            type="date"
            label={text.clearances.ends}
            description={text.clearances.endsHow}
            {...form.getInputProps('expires')}
          />
          {add.error ? <Failure error={add.error} /> : null}
          <FormActions action={text.common.add} busy={add.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
