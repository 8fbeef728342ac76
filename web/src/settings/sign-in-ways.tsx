// Ways to sign in beside passwords: each a form of its own, off until an owner saves it.
import { Button, Checkbox, Group, PasswordInput, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { SignInKind, SignInWay, SignInWayState } from '#contracts/index.ts';
import { loadSignInSettings, removeSignInWay, saveSignInWay, trySignInWay } from '../api/sign-in-ways.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { Failure, Loaded } from '../parts/states.tsx';
import { text } from '../text/index.ts';

const words = text.signInWays;
const FIRST_ROLES = ['none', 'reader', 'editor'] as const;
const ROLES = ['owner', 'editor', 'reader'] as const;
const NEW = {
  oidc: {
    kind: 'oidc',
    label: '',
    domains: [],
    firstRole: 'none',
    issuer: '',
    clientId: '',
    endsThere: false,
    groupsClaim: 'groups',
    groups: [],
  },
  ldap: {
    kind: 'ldap',
    label: '',
    domains: [],
    firstRole: 'none',
    url: '',
    startTls: true,
    authority: '',
    bindName: '',
    base: '',
    nameAttribute: 'uid',
    mailAttribute: 'mail',
    groupBase: '',
    groups: [],
  },
} as const satisfies Record<SignInKind, SignInWay>;

/** The section of settings. */
export function SignInWays() {
  return (
    <Loaded of={useLoad(['sign-in', 'settings'], loadSignInSettings)}>
      {({ ways, callback, page }) =>
        (['oidc', 'ldap'] as const).map((kind) => {
          const state = ways.find(({ way }) => way.kind === kind);
          return (
            <Panel key={kind} title={words.kinds[kind]} lead={`${words.leads[kind]} ${words.lead}`}>
              {/* What somebody else saved in the meantime is another form. */}
              <Form key={JSON.stringify(state)} kind={kind} state={state} callback={callback} page={page} />
            </Panel>
          );
        })
      }
    </Loaded>
  );
}

interface FormProps {
  readonly kind: SignInKind;
  readonly state: SignInWayState | undefined;
  readonly callback: string;
  readonly page: string;
}

type Field = readonly [key: string, label: string, isRequired: boolean, description?: string];
const FIELDS: Readonly<Record<SignInKind, readonly Field[]>> = {
  oidc: [
    ['label', words.label, true, words.labelWhat],
    ['issuer', words.issuer, true],
    ['clientId', words.clientId, true],
  ],
  ldap: [
    ['label', words.label, true, words.labelWhat],
    ['url', words.url, true],
    ['bindName', words.bindName, false],
    ['base', words.base, true],
    ['nameAttribute', words.nameAttribute, true],
    ['mailAttribute', words.mailAttribute, true, words.mailAttributeWhat],
    ['groupBase', words.groupBase, false],
  ],
};

function Form({ kind, state, callback, page }: FormProps) {
  const [draft, setDraft] = useState<SignInWay>(state?.way ?? NEW[kind]);
  const [domains, setDomains] = useState(draft.domains.join(', '));
  const [groups, setGroups] = useState(groupsAsText(draft.groups));
  const [groupsAreWrong, setGroupsAreWrong] = useState(false);
  const [secret, setSecret] = useState('');
  const [dropsSecret, setDropsSecret] = useState(false);
  const save = useWrite(saveSignInWay, () => notice(words.saved));
  const remove = useWrite(removeSignInWay, () => notice(words.removed));
  const tried = useWrite(trySignInWay, () => notice(words.works));
  const error = save.error ?? remove.error ?? tried.error;
  const change = (part: object) => setDraft({ ...draft, ...part });

  function submit(event: FormEvent): void {
    event.preventDefault();
    const given = groupsOf(groups);
    setGroupsAreWrong(given === null);
    if (!given) return;
    // Left out, the secret that is there stays; empty, it goes.
    const changed = secret !== '' || dropsSecret ? { secret } : {};
    save.mutate({ ...draft, domains: domains.split(/[\s,]+/).filter(Boolean), groups: given, ...changed });
  }

  const values: Readonly<Record<string, unknown>> = draft;
  return (
    <form onSubmit={submit}>
      <Stack maw={520}>
        <TextInput label={words.page} description={words.pageWhat} readOnly value={page} />
        {draft.kind === 'oidc' ? <TextInput label={words.callback} readOnly value={callback} /> : null}
        {FIELDS[kind].map(([key, label, isRequired, description]) => (
          <TextInput
            key={key}
            label={label}
            {...(description === undefined ? {} : { description })}
            required={isRequired}
            autoComplete="off"
            value={textOf(values[key])}
            onChange={(event) => change({ [key]: event.currentTarget.value })}
          />
        ))}
        <PasswordInput
          label={kind === 'oidc' ? words.clientSecret : words.bindSecret}
          autoComplete="new-password"
          description={state?.hasSecret ? words.secretKept : state ? words.secretNone[kind] : null}
          value={secret}
          disabled={dropsSecret}
          onChange={(event) => setSecret(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': text.signIn.showPassword }}
        />
        {state?.hasSecret ? (
          <Checkbox
            label={words.dropSecret[kind]}
            checked={dropsSecret}
            onChange={(event) => {
              setDropsSecret(event.currentTarget.checked);
              setSecret('');
            }}
          />
        ) : null}
        <TextInput
          label={words.domains}
          autoComplete="off"
          value={domains}
          onChange={(event) => setDomains(event.currentTarget.value)}
        />
        <Select
          label={words.firstRole}
          allowDeselect={false}
          data={FIRST_ROLES.map((value) => ({ value, label: words.firstRoles[value] }))}
          value={draft.firstRole}
          onChange={(value) => change({ firstRole: FIRST_ROLES.find((role) => role === value) ?? draft.firstRole })}
        />
        {draft.kind === 'oidc' ? (
          <>
            <Checkbox
              label={words.endsThere}
              checked={draft.endsThere}
              onChange={(event) => change({ endsThere: event.currentTarget.checked })}
            />
            <TextInput
              label={words.groupsClaim}
              required
              autoComplete="off"
              value={draft.groupsClaim}
              onChange={(event) => change({ groupsClaim: event.currentTarget.value })}
            />
          </>
        ) : (
          <>
            <Checkbox
              label={words.startTls}
              checked={draft.startTls}
              onChange={(event) => change({ startTls: event.currentTarget.checked })}
            />
            <Textarea
              label={words.authority}
              autosize
              maxRows={6}
              value={draft.authority}
              onChange={(event) => change({ authority: event.currentTarget.value })}
            />
          </>
        )}
        <Textarea
          label={words.groups[kind]}
          description={words.groupsWhat}
          error={groupsAreWrong ? words.groupsWrong : null}
          autosize
          maxRows={8}
          value={groups}
          onChange={(event) => setGroups(event.currentTarget.value)}
        />
        {error ? <Failure error={error} /> : null}
        <Group>
          <Button type="submit" loading={save.isPending}>
            {text.common.save}
          </Button>
          {state ? (
            <>
              <Button variant="default" loading={tried.isPending} onClick={() => tried.mutate(kind)}>
                {words.tryIt}
              </Button>
              <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate(kind)}>
                {text.common.remove}
              </Button>
            </>
          ) : null}
        </Group>
      </Stack>
    </form>
  );
}

type Groups = SignInWay['groups'];

function groupsAsText(groups: Groups): string {
  return groups.map(({ role, name }) => `${role} ${name}`).join('\n');
}

/** Lines of a role and a name; null when a line does not begin with a role. */
function groupsOf(written: string): Groups | null {
  const groups: Groups = [];
  for (const line of written.split('\n').filter((each) => each.trim() !== '')) {
    const [, first = '', rest = ''] = /^(\S+)\s+(.+)$/.exec(line.trim()) ?? [];
    const role = ROLES.find((known) => known === first.toLowerCase());
    if (!role) return null;
    groups.push({ role, name: rest });
  }
  return groups;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
