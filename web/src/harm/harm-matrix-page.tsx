// The matrix by which the site judges harm to a person: seen by everybody, changed by an owner, and put back to the default.
import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import type { HarmMatrix, HarmMatrixAnswer } from '#contracts/index.ts';
import { ApiFault } from '../api/fault.ts';
import { loadHarmMatrix, saveHarmMatrix } from '../api/harm.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { notice } from '../parts/notice.ts';
import { Page } from '../parts/page.tsx';
import { Failure, Loaded, Waiting } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { Crumbs } from '../risk/crumbs.tsx';
import { text } from '../text/index.ts';
import classes from './harm.module.css';
import { checkMatrix, draftOfMatrix, errorsOf, type MatrixErrors } from './matrix-draft.ts';
import { BandFields, BasisField, CellFields, MeaningFields } from './matrix-fields.tsx';

const words = text.harmMatrix;

/** The page. */
export function HarmMatrixPage() {
  return (
    <Page title={words.title} lead={words.lead} above={<Crumbs />}>
      <Loaded of={useLoad(['harm-matrix'], loadHarmMatrix)} waiting={<Waiting lines={12} />}>
        {/* What somebody else saved in the meantime is another form. */}
        {(answer) => <Form key={JSON.stringify(answer.matrix)} answer={answer} />}
      </Loaded>
    </Page>
  );
}

function Form({ answer: { matrix, isDefault, by, at } }: { readonly answer: HarmMatrixAnswer }) {
  const { own } = usePowers();
  const [draft, setDraft] = useState(() => ({ ...draftOfMatrix(matrix), ...(isDefault ? { basis: '' } : {}) }));
  const [errors, setErrors] = useState<MatrixErrors>(new Map());
  const [resetting, reset] = useDisclosure(false);
  const save = useWrite(
    (next: HarmMatrix | null) => saveHarmMatrix(next),
    (_, next) => {
      reset.close();
      notice(next === null ? words.resetDone : words.saved);
    },
  );

  function submit(event: FormEvent): void {
    event.preventDefault();
    const checked = checkMatrix(draft);
    setErrors(checked.errors ?? new Map());
    if (checked.matrix)
      save.mutate(checked.matrix, {
        onError: (error) => error instanceof ApiFault && setErrors(errorsOf(error.fields)),
      });
  }

  const fields = { draft, errors, onChange: setDraft };
  return (
    <form onSubmit={submit} noValidate>
      <fieldset disabled={!own} className={classes['form']}>
        <Text size="sm" c="dimmed">
          {isDefault ? (
            words.isDefault
          ) : (
            <>
              {words.changed} <Foreign>{by ?? ''}</Foreign>, <When at={at} />
            </>
          )}
        </Text>
        {errors.size > 0 ? (
          <Note tone="danger" urgent>
            {words.wrong}
          </Note>
        ) : null}
        <CellFields {...fields} />
        <BandFields {...fields} />
        <MeaningFields {...fields} />
        <BasisField {...fields} />
        {save.error && !resetting ? <Failure error={save.error} /> : null}
        {own ? (
          <Group>
            <Button type="submit" loading={save.isPending}>
              {text.common.save}
            </Button>
            {isDefault ? null : (
              <Button variant="default" disabled={save.isPending} onClick={reset.open}>
                {words.reset}
              </Button>
            )}
          </Group>
        ) : (
          <Text size="sm" c="dimmed">
            {text.common.ownersOnly}
          </Text>
        )}
      </fieldset>
      <Confirm
        opened={resetting}
        title={words.reset}
        action={words.reset}
        busy={save.isPending}
        error={save.error}
        onClose={reset.close}
        onConfirm={() => save.mutate(null)}
      >
        {words.resetWhat}
      </Confirm>
    </form>
  );
}
