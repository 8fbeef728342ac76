// Templates of engagements: begin with one, take one in, give one away. And saving an engagement as one.
import { Button, FileButton, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Engagement, TemplateRow, TemplateTerms } from '#contracts/index.ts';
import { dropTemplate, importTemplate, loadTemplates, saveTemplate, templateHref } from '../api/engagements.ts';
import { ApiFault } from '../api/fault.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { listedInSentence, score } from '../format/format.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Foreign, visible } from '../parts/foreign.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Failure, Loaded } from '../parts/states.tsx';
import { text } from '../text/index.ts';

const words = text.engagements;

interface TemplatesProps {
  /** Null where one cannot be begun now. */
  readonly onBegin: ((template: TemplateTerms) => void) | null;
}

/** The list. */
export function Templates({ onBegin }: TemplatesProps) {
  const { edit } = usePowers();
  const [dropping, setDropping] = useState<TemplateRow | null>(null);
  const take = useWrite(importTemplate, () => notice(words.taken));
  const drop = useWrite(dropTemplate, () => {
    setDropping(null);
    notice(words.dropped);
  });
  return (
    <Panel
      title={words.templates}
      lead={words.templatesLead}
      flush
      actions={
        edit ? (
          <FileButton accept="application/json,.json" onChange={(file) => file && take.mutate(file)}>
            {(props) => (
              <Button variant="default" loading={take.isPending} {...props}>
                {words.take}
              </Button>
            )}
          </FileButton>
        ) : null
      }
    >
      {take.error ? (
        <Failure error={take.error instanceof ApiFault ? take.error : new Error(words.noTemplateFile)} />
      ) : null}
      <Loaded of={useLoad(['engagement-templates'], loadTemplates)}>
        {({ items }) =>
          items.length === 0 ? (
            <Text p="md">{words.noTemplates}</Text>
          ) : (
            <PlainTable
              label={words.templates}
              columns={words.templateColumns}
              rows={items}
              rowKey={({ id }) => id}
              cells={(row) => [
                <Foreign key="name">{row.name}</Foreign>,
                <span key="what">{listedInSentence(row.terms.activities.map((each) => words.activities[each]))}</span>,
                <span key="planned">
                  {row.terms.plannedMinutes === null
                    ? words.nothing
                    : words.hoursOnly(score(row.terms.plannedMinutes / 60))}
                </span>,
                <Group key="do" gap="xs">
                  {onBegin ? (
                    <Button
                      size="compact-sm"
                      aria-label={words.beginFromOf(visible(row.name))}
                      onClick={() => onBegin(row.terms)}
                    >
                      {words.beginFrom}
                    </Button>
                  ) : null}
                  <Button
                    size="compact-sm"
                    variant="default"
                    component="a"
                    href={templateHref(row.id)}
                    download="template.json"
                    aria-label={words.downloadOf(visible(row.name))}
                  >
                    {words.download}
                  </Button>
                  {edit ? (
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      aria-label={words.dropOf(visible(row.name))}
                      onClick={() => setDropping(row)}
                    >
                      {words.drop}
                    </Button>
                  ) : null}
                </Group>,
              ]}
            />
          )
        }
      </Loaded>
      <Confirm
        opened={dropping !== null}
        title={words.dropOf(visible(dropping?.name ?? ''))}
        action={words.drop}
        danger
        busy={drop.isPending}
        error={drop.error}
        onClose={() => setDropping(null)}
        onConfirm={() => dropping && drop.mutate(dropping.id)}
      >
        {words.dropWhy}
      </Confirm>
    </Panel>
  );
}

/** Saves an engagement as a template. In a window. */
export function SaveTemplate({
  engagement,
  onClose,
}: {
  readonly engagement: Engagement;
  readonly onClose: () => void;
}) {
  const [name, setName] = useState('');
  const [title, setTitle] = useState('');
  const [keeping, setKeeping] = useState(engagement.terms.keeping);
  const save = useWrite(saveTemplate, () => {
    onClose();
    notice(words.templateKept);
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    save.mutate({ engagement: engagement.id, name, title, keeping });
  }

  return (
    <Modal opened onClose={onClose} title={words.saveTemplate} closeButtonProps={{ 'aria-label': text.common.close }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm">{words.saveTemplateWhy}</Text>
          <TextInput
            label={words.templateName}
            required
            maxLength={200}
            data-autofocus
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <TextInput
            label={words.templateTitle}
            required
            maxLength={200}
            value={title}
            onChange={({ currentTarget }) => setTitle(currentTarget.value)}
          />
          <Textarea
            label={words.fields.keeping}
            autosize
            maxLength={1000}
            value={keeping}
            onChange={({ currentTarget }) => setKeeping(currentTarget.value)}
          />
          {save.error ? <Failure error={save.error} /> : null}
          <FormActions action={text.common.save} busy={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
