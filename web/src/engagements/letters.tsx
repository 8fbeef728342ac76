// Letters of clearance of an engagement: made, signed, turned into clearances, withdrawn.
import {
  Button,
  Checkbox,
  Group,
  Modal,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Tone } from '#charts/index.ts';
import { type Engagement, engagements, type LetterHead } from '#contracts/index.ts';
import { clearFromLetter, issueLetter, letterHref, signLetter, withdrawLetter } from '../api/engagements.ts';
import { useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count, date, listed } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { Note } from '../parts/note.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { Failure } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';

const words = text.engagements;
const TONES: Readonly<Record<LetterHead['state'], Tone>> = {
  issued: 'watch',
  signed: 'safe',
  replaced: 'quiet',
  withdrawn: 'quiet',
};
const FORMATS = ['pdf', 'html', 'text'] as const;
const SIDES = ['client', 'provider'] as const;
const SENDING = ['handshake', 'query', 'full'] as const;

type Doing = { readonly what: 'sign' | 'withdraw' | 'clear'; readonly head: LetterHead } | null;

/** The letters. */
export function Letters({ engagement, isOver }: { readonly engagement: Engagement; readonly isOver: boolean }) {
  const { edit, own } = usePowers();
  const { id, version, letters } = engagement;
  const [doing, setDoing] = useState<Doing>(null);
  const issue = useWrite(issueLetter, () => notice(words.issued));
  const [newest] = letters;
  const inForce = newest?.state === 'issued' || newest?.state === 'signed';
  const isDue = !inForce || newest?.current === false;
  const close = () => setDoing(null);
  return (
    <Panel
      title={words.letters}
      lead={words.lettersLead}
      flush={letters.length > 0}
      actions={
        edit && !isOver && isDue ? (
          <Button loading={issue.isPending} onClick={() => issue.mutate({ id, version })}>
            {letters.length === 0 ? words.issue : words.issueNew}
          </Button>
        ) : null
      }
    >
      {issue.error ? <Failure error={issue.error} /> : null}
      {inForce && newest?.current === false ? (
        <Note tone="watch">
          {words.outdated} {words.issueWhy}
        </Note>
      ) : null}
      {letters.length === 0 ? (
        <p>{words.noLetters}</p>
      ) : (
        <PlainTable
          label={words.letters}
          columns={words.letterColumns}
          rows={letters}
          rowKey={(head) => head.id}
          cells={(head) => cellsOf(engagement, head, own && !isOver ? setDoing : null)}
        />
      )}
      {doing?.what === 'sign' ? <Sign engagement={id} head={doing.head} onClose={close} /> : null}
      {doing?.what === 'withdraw' ? <Withdraw engagement={id} head={doing.head} onClose={close} /> : null}
      {doing?.what === 'clear' ? <Clear engagement={id} head={doing.head} onClose={close} /> : null}
    </Panel>
  );
}

function cellsOf({ id, state }: Engagement, head: LetterHead, onDo: ((doing: Doing) => void) | null) {
  const { reference, sha256, signatures, overBecause, clearances } = head;
  const counts = head.state === 'issued' || head.state === 'signed';
  const clears =
    head.state === 'signed' && head.current && head.level !== 'none' && (state === 'agreed' || state === 'running');
  return [
    <div key="letter">
      <Foreign mono>{reference}</Foreign>
      <div className="quiet">
        <Foreign>{words.issuedBy(date(head.issuedAt), head.issuedBy)}</Foreign>
      </div>
      <details>
        <summary className="quiet">SHA-256</summary>
        <Foreign mono>{sha256}</Foreign>
      </details>
      <Group gap="xs" mt={4}>
        {FORMATS.map((format) => (
          <Button
            key={format}
            size="compact-sm"
            variant="default"
            component="a"
            href={letterHref({ engagement: id, letter: head.id }, format)}
            download
            aria-label={words.formatOf(words.formats[format], visible(reference))}
          >
            {words.formats[format]}
          </Button>
        ))}
      </Group>
    </div>,
    <div key="state">
      <Tag tone={TONES[head.state]}>{words.letterStates[head.state]}</Tag>
      {overBecause === null ? null : (
        <div className="quiet">
          <Foreign>{overBecause}</Foreign>
        </div>
      )}
      {clearances > 0 ? <div>{words.clearances(count(clearances), clearances === 1)}</div> : null}
    </div>,
    signatures.length === 0 ? (
      <span key="signed" className="quiet">
        {words.unsigned}
      </span>
    ) : (
      <div key="signed">
        {signatures.map(({ side, name, day, how }) => (
          <div key={side}>
            <Foreign>{words.signedBy(words.sides[side], name, date(day))}</Foreign>
            <div className="quiet">
              <Foreign>{how}</Foreign>
            </div>
          </div>
        ))}
      </div>
    ),
    onDo && counts ? (
      <Group key="do" gap="xs">
        {signatures.length < SIDES.length ? (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.signOf(visible(reference))}
            onClick={() => onDo({ what: 'sign', head })}
          >
            {words.sign}
          </Button>
        ) : null}
        {clears ? (
          <Button
            size="compact-sm"
            aria-label={words.clearOf(visible(reference))}
            onClick={() => onDo({ what: 'clear', head })}
          >
            {words.clear}
          </Button>
        ) : null}
        <Button
          size="compact-sm"
          variant="subtle"
          aria-label={words.withdrawOf(visible(reference))}
          onClick={() => onDo({ what: 'withdraw', head })}
        >
          {words.withdraw}
        </Button>
      </Group>
    ) : (
      ''
    ),
  ];
}

interface DoProps {
  readonly engagement: string;
  readonly head: LetterHead;
  readonly onClose: () => void;
}

function Sign({ engagement, head, onClose }: DoProps) {
  const open = SIDES.filter((side) => !head.signatures.some((signature) => signature.side === side));
  const [way, setWay] = useState<'paper' | 'account'>('paper');
  const [side, setSide] = useState(open[0] ?? 'client');
  const [name, setName] = useState('');
  const [day, setDay] = useState('');
  const [how, setHow] = useState('');
  const sign = useWrite(signLetter, () => {
    onClose();
    notice(words.signedNow);
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    const of = { engagement, letter: head.id };
    sign.mutate({ of, body: way === 'account' ? { way, side } : { way, side, name, day, how } });
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={words.signOf(visible(head.reference))}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <SegmentedControl
            aria-label={words.way}
            data={engagements.SIGNATURE_WAYS.map((value) => ({ value, label: words.signWays[value] }))}
            value={way}
            onChange={(value) => setWay(value === 'account' ? 'account' : 'paper')}
          />
          <Select
            label={words.side}
            allowDeselect={false}
            data={open.map((value) => ({ value, label: words.sides[value] }))}
            value={side}
            onChange={(value) => setSide(choiceParam(value ?? '', SIDES) ?? side)}
          />
          {way === 'account' ? (
            <Text size="sm">{words.accountWhy}</Text>
          ) : (
            <>
              <TextInput
                label={words.signer}
                required
                maxLength={200}
                value={name}
                onChange={({ currentTarget }) => setName(currentTarget.value)}
              />
              <TextInput
                type="date"
                label={words.signDay}
                required
                value={day}
                onChange={({ currentTarget }) => setDay(currentTarget.value)}
              />
              <TextInput
                label={words.signHow}
                description={words.signHowHint}
                required
                minLength={3}
                maxLength={500}
                value={how}
                onChange={({ currentTarget }) => setHow(currentTarget.value)}
              />
            </>
          )}
          {sign.error ? <Failure error={sign.error} /> : null}
          <FormActions action={text.common.save} busy={sign.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

function Withdraw({ engagement, head, onClose }: DoProps) {
  const [reason, setReason] = useState('');
  const withdraw = useWrite(withdrawLetter, () => {
    onClose();
    notice(words.withdrawn);
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    withdraw.mutate({ of: { engagement, letter: head.id }, reason });
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={words.withdrawOf(visible(head.reference))}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm">{words.withdrawWhy}</Text>
          <Textarea
            label={words.reason}
            required
            minLength={3}
            maxLength={1000}
            autosize
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          {withdraw.error ? <Failure error={withdraw.error} /> : null}
          <FormActions action={words.withdraw} busy={withdraw.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

function Clear({ engagement, head, onClose }: DoProps) {
  const most = SENDING.findIndex((level) => level === head.level);
  const levels = SENDING.slice(0, most + 1);
  const [level, setLevel] = useState<(typeof SENDING)[number]>(levels.at(-1) ?? 'handshake');
  const [publicScope, setPublicScope] = useState(false);
  const clear = useWrite(clearFromLetter, ({ made, denied }) => {
    onClose();
    notice(words.cleared(listed(made), denied.length === 0 ? words.clearedNone : listed(denied)));
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    clear.mutate({ of: { engagement, letter: head.id }, level, publicScope });
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={words.clearOf(visible(head.reference))}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm">{words.clearWhy}</Text>
          <Select
            label={words.clearLevel}
            allowDeselect={false}
            data={levels.map((value) => ({ value, label: words.levels[value] }))}
            value={level}
            onChange={(value) => setLevel(choiceParam(value ?? '', SENDING) ?? level)}
          />
          <Checkbox
            label={words.publicScope}
            checked={publicScope}
            onChange={({ currentTarget }) => setPublicScope(currentTarget.checked)}
          />
          {clear.error ? <Failure error={clear.error} /> : null}
          <FormActions action={words.clear} busy={clear.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
