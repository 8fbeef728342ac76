// What the reports of the site show, with a look at it before it is saved.
import { Button, FileButton, Group, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type BrandingState, branding } from '#contracts/index.ts';
import { loadBranding, saveBranding } from '../api/clients.ts';
import { useTenant } from '../api/tenant.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { usePowers, useSession } from '../api/use-session.ts';
import { Foreign } from '../parts/foreign.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { Failure, Loaded } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import classes from './branding.module.css';

const words = text.branding;
const HEX = /^#[0-9a-f]{6}$/i;

/** The section of settings. */
export function Branding() {
  return (
    <Loaded of={useLoad(['branding'], loadBranding)}>
      {/* What somebody else saved in the meantime is another form. */}
      {(state) => <Form key={state.version} state={state} />}
    </Loaded>
  );
}

/** A logo as it is shown here: as it was kept, or as it was chosen just now. */
type Shown = { readonly mime: string; readonly data: string } | null;

function Form({ state }: { readonly state: BrandingState }) {
  const { own } = usePowers();
  const present = useTenant();
  const site = useSession().data?.tenants.find(({ id }) => id === present)?.name ?? '';
  const [draft, setDraft] = useState({ ...state, accent: state.accent ?? '' });
  const [logo, setLogo] = useState<Shown>(state.logo);
  const [isTooLarge, setTooLarge] = useState(false);
  const save = useWrite(saveBranding, () => notice(words.saved));
  const accent = draft.accent.trim().toLowerCase();
  const wrong = accentFault(accent);

  async function choose(file: File | null): Promise<void> {
    if (!file) return;
    setTooLarge(file.size > branding.LOGO_BYTES);
    if (file.size > branding.LOGO_BYTES) return;
    setLogo({ mime: file.type, data: await base64Of(file) });
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (wrong !== null) return;
    const { version, name, preparedBy, contact, footer } = draft;
    const said = { version, name, preparedBy, contact, footer, accent: accent === '' ? null : accent };
    save.mutate(logo === state.logo ? said : { ...said, logo: logo === null ? null : { data: logo.data } });
  }

  const field = (key: 'name' | 'preparedBy' | 'contact' | 'footer', label: string, description?: string) => (
    <TextInput
      label={label}
      {...(description === undefined ? {} : { description })}
      autoComplete="off"
      maxLength={key === 'name' || key === 'preparedBy' ? 120 : 160}
      disabled={!own}
      value={draft[key]}
      onChange={(event) => setDraft({ ...draft, [key]: event.currentTarget.value })}
    />
  );
  return (
    <Panel title={words.title} lead={words.lead}>
      <form onSubmit={submit}>
        <Stack maw={560}>
          {own ? null : <p className="quiet">{words.readOnly}</p>}
          {field('name', words.siteName, words.siteNameWhat(site))}
          <TextInput
            label={words.accent}
            description={words.accentWhat}
            error={wrong}
            autoComplete="off"
            maxLength={7}
            disabled={!own}
            value={draft.accent}
            onChange={(event) => setDraft({ ...draft, accent: event.currentTarget.value })}
          />
          {field('preparedBy', words.preparedBy)}
          {field('contact', words.contact, words.contactWhat)}
          {field('footer', words.footer)}
          {own ? (
            <div>
              <Group gap="xs">
                <FileButton accept="image/png,image/jpeg" onChange={(file) => void choose(file)}>
                  {(props) => (
                    <Button {...props} variant="default">
                      {`${words.logo}: ${words.chooseLogo}`}
                    </Button>
                  )}
                </FileButton>
                {logo === null ? null : (
                  <Button variant="default" onClick={() => setLogo(null)}>
                    {words.removeLogo}
                  </Button>
                )}
              </Group>
              <p className="quiet">{words.logoWhat}</p>
              {isTooLarge ? <p role="alert">{words.tooLarge}</p> : null}
            </div>
          ) : null}
          <Preview
            draft={draft}
            site={site}
            accent={wrong === null && accent !== '' ? accent : '#0b5c7a'}
            logo={logo}
          />
          {save.error ? <Failure error={save.error} /> : null}
          {own ? (
            <Group>
              <Button type="submit" loading={save.isPending}>
                {text.common.save}
              </Button>
            </Group>
          ) : null}
        </Stack>
      </form>
    </Panel>
  );
}

interface PreviewProps {
  readonly draft: Pick<BrandingState, 'name' | 'preparedBy' | 'contact' | 'footer'>;
  readonly site: string;
  readonly accent: string;
  readonly logo: Shown;
}

function Preview({ draft: { name, preparedBy, contact, footer }, site, accent, logo }: PreviewProps) {
  const isPicture = logo !== null && /^image\/(png|jpeg)$/.test(logo.mime);
  return (
    <figure className={classes['preview']}>
      <figcaption className="quiet">{words.preview}</figcaption>
      <div className={classes['paper']}>
        <div className={classes['head']} style={{ borderColor: accent }}>
          {isPicture ? (
            <img alt={words.logoOf} src={`data:${logo.mime};base64,${logo.data}`} />
          ) : (
            <span>{words.noLogo}</span>
          )}
          <div>
            {preparedBy.trim() === '' ? null : (
              <div>
                <Foreign>{words.by(preparedBy)}</Foreign>
              </div>
            )}
            <Foreign>{contact}</Foreign>
          </div>
        </div>
        <p>
          <strong>
            <Foreign>{name.trim() === '' ? site : name}</Foreign>
          </strong>{' '}
          {words.previewTitle}
        </p>
        <p style={{ color: accent }}>{words.previewAccent}</p>
        <p className={classes['foot']}>
          <Foreign>{footer}</Foreign>
        </p>
      </div>
    </figure>
  );
}

/** What is wrong with a color; null for none and for one that can be read. */
function accentFault(accent: string): string | null {
  if (accent === '') return null;
  if (!HEX.test(accent)) return words.accentWrong;
  const contrast = branding.contrastOf(accent);
  return contrast >= branding.ACCENT_CONTRAST ? null : words.accentPale((Math.floor(contrast * 10) / 10).toFixed(1));
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
