// Who takes part in the responsibility agreement: provider, makers, IT.
import { ActionIcon, Button, Group, Select, TextInput } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash, IconUsersGroup } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { PARTY_SIDES, type Party, type Responsibilities } from '#contracts/index.ts';
import { saveResponsibilities } from '../api/governance.ts';
import { useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { Empty, Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import classes from './governance.module.css';
import { PartyAddress } from './party-address.tsx';
import { changed, idFor } from './stated-duties.ts';

const words = text.governance;
const MOST_NAME = 120;

/** The parties, with a line to add one. */
export function Parties({ known }: { readonly known: Responsibilities }) {
  const { own } = usePowers();
  const [name, setName] = useState('');
  const [side, setSide] = useState<Party['side']>('provider');
  const [email, setEmail] = useState('');
  const [changing, setChanging] = useState<Party | null>(null);
  const save = useWrite(saveResponsibilities, () => {
    setName('');
    setEmail('');
    notice(words.saved);
  });
  const used = new Set(
    known.duties.flatMap(({ accountable, responsible, consulted, informed }) => [
      ...(accountable === null ? [] : [accountable]),
      ...responsible,
      ...consulted,
      ...informed,
    ]),
  );

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (name.trim() === '') return;
    const address = email.trim() === '' ? {} : { email: email.trim() };
    const added = { id: idFor(name, known.parties), name: name.trim(), side, ...address };
    save.mutate(changed(known, { parties: [...known.parties, added] }));
  }

  return (
    <Panel title={words.parties} lead={words.partiesLead}>
      {known.parties.length === 0 ? (
        <Empty icon={IconUsersGroup} title={words.noParties}>
          {words.noPartiesWhy}
        </Empty>
      ) : (
        <ul className={classes['parties']}>
          {known.parties.map((party) => (
            <li key={party.id}>
              <span className={classes['words']}>
                <Foreign>{party.name}</Foreign>
                <span className="quiet">
                  {' · '}
                  {words.sides[party.side]}
                  {' · '}
                  {party.email ? <Foreign>{party.email}</Foreign> : words.noAddress}
                </span>
              </span>
              {own ? (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={words.changeAddress(visible(party.name))}
                  onClick={() => setChanging(party)}
                >
                  <IconPencil size={16} aria-hidden />
                </ActionIcon>
              ) : null}
              {used.has(party.id) ? (
                <span className="quiet">{words.isUsed}</span>
              ) : own ? (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={words.removeParty(visible(party.name))}
                  disabled={save.isPending}
                  onClick={() =>
                    save.mutate(changed(known, { parties: known.parties.filter(({ id }) => id !== party.id) }))
                  }
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {own ? (
        <form onSubmit={submit}>
          <Group align="end" gap="sm">
            <TextInput
              label={words.party}
              maxLength={MOST_NAME}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Select
              label={words.side}
              w={150}
              allowDeselect={false}
              data={PARTY_SIDES.map((value) => ({ value, label: words.sides[value] }))}
              value={side}
              onChange={(value) => setSide(choiceParam(value ?? '', PARTY_SIDES) ?? 'provider')}
            />
            <TextInput
              label={words.address}
              type="email"
              maxLength={254}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <Button
              type="submit"
              variant="default"
              leftSection={<IconPlus size={15} aria-hidden />}
              loading={save.isPending}
            >
              {words.addParty}
            </Button>
          </Group>
        </form>
      ) : null}
      {save.error ? <Failure error={save.error} /> : null}
      {changing ? <PartyAddress known={known} party={changing} onClose={() => setChanging(null)} /> : null}
    </Panel>
  );
}
