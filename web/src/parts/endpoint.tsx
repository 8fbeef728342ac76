// What one endpoint lets a stranger do: verdicts in words, encryption, identity, and the transcript that proves it.
import {
  type Icon,
  IconArrowLeft,
  IconArrowRight,
  IconDoor,
  IconDoorExit,
  IconHelpCircle,
  IconLock,
  IconLockOpen,
  IconNote,
  IconShieldCheck,
} from '@tabler/icons-react';
import { RUNG_ORDER, type ScanEndpoint, type TlsState, type TranscriptLine } from '#contracts/index.ts';
import { date, listed, moment, percent } from '../format/format.ts';
import { text } from '../text/index.ts';
import classes from './endpoint.module.css';
import { FactsList } from './facts-list.tsx';
import { Foreign } from './foreign.tsx';
import { Tag } from './tag.tsx';
import { Unfold } from './unfold.tsx';

/** The rung of an endpoint: that of its DICOM service, else of its web service. */
export function endpointRung(endpoint: ScanEndpoint): (typeof RUNG_ORDER)[number] | null {
  return endpoint.exposure ?? endpoint.web;
}

/** Where an endpoint's rung stands in the order of openness; below all rungs when it has none. */
export function openness(endpoint: ScanEndpoint): number {
  const rung = endpointRung(endpoint);
  return rung === null ? -1 : RUNG_ORDER.indexOf(rung);
}

type Mood = 'good' | 'bad' | 'open' | 'unknown';

const MOODS: Readonly<Record<Mood, Icon>> = {
  good: IconShieldCheck,
  bad: IconDoorExit,
  open: IconDoor,
  unknown: IconHelpCircle,
};

const ANSWER_MOODS: Readonly<Record<keyof typeof text.answer, Mood>> = {
  checked: 'good',
  unchecked: 'open',
  executed: 'bad',
  offered: 'open',
  refused: 'good',
  'not offered': 'good',
  answered: 'open',
  unanswered: 'good',
  unknown: 'unknown',
};

function Verdict({ name, answer }: { readonly name: string; readonly answer: keyof typeof text.answer }) {
  const mood = ANSWER_MOODS[answer];
  const Picture = MOODS[mood];
  return (
    <div className={classes['verdict']} data-mood={mood}>
      <dt>{name}</dt>
      <dd>
        <Picture size={16} stroke={1.9} aria-hidden />
        {text.answer[answer]}
      </dd>
    </div>
  );
}

/** Everything about an endpoint under its heading. */
export function EndpointDetail({ endpoint }: { readonly endpoint: ScanEndpoint }) {
  const { titles, echo, tls, implementation, reject, abort } = endpoint;
  const isDicom = endpoint.protocol === 'dicom' && endpoint.exposure !== null;
  return (
    <div className={classes['detail']}>
      {endpoint.honeypot ? (
        <p className={classes['warning']}>
          <Tag tone="watch">{text.endpoint.honeypot}</Tag> <Foreign>{endpoint.honeypot}</Foreign>
        </p>
      ) : null}
      {isDicom ? (
        <dl className={classes['verdicts']}>
          <Verdict name={text.endpoint.calling} answer={titles.calling} />
          <Verdict name={text.endpoint.called} answer={titles.called} />
          <Verdict name={text.endpoint.echo} answer={echo === null ? 'unknown' : echo ? 'answered' : 'unanswered'} />
          <Verdict name={text.endpoint.query} answer={endpoint.query} />
          <Verdict name={text.endpoint.worklist} answer={endpoint.worklist} />
          <Verdict name={text.endpoint.read} answer={endpoint.read} />
          <Verdict name={text.endpoint.write} answer={endpoint.write} />
        </dl>
      ) : null}
      {endpoint.refusal ? <p>{text.refusal[endpoint.refusal]}</p> : null}
      {reject ? (
        <p className="quiet">
          {text.endpoint.reject} <Foreign>{reject.meaning}</Foreign> ({reject.result}/{reject.source}/{reject.reason})
        </p>
      ) : null}
      {abort ? (
        <p className="quiet">
          {text.endpoint.abort} <Foreign>{abort.meaning}</Foreign> ({abort.source}/{abort.reason})
        </p>
      ) : null}
      <Encryption tls={tls} />
      <FactsList
        items={[
          implementation ? [text.endpoint.software, <Software key="software" implementation={implementation} />] : null,
          endpoint.deviceClass
            ? [text.endpoint.looksLike, <Foreign key="class">{endpoint.deviceClass}</Foreign>]
            : null,
          endpoint.banner ? [text.endpoint.banner, <Foreign key="banner">{endpoint.banner}</Foreign>] : null,
          endpoint.service ? [text.endpoint.service, <Foreign key="service">{endpoint.service}</Foreign>] : null,
        ]}
      />
      {endpoint.notes.length > 0 ? (
        <ul className={classes['notes']}>
          {endpoint.notes.map((note) => (
            <li key={note}>
              <Foreign>{note}</Foreign>
            </li>
          ))}
        </ul>
      ) : null}
      {endpoint.transcript.length > 0 ? (
        <Unfold label={text.endpoint.proof(endpoint.transcript.length)}>
          <Transcript lines={endpoint.transcript} />
        </Unfold>
      ) : null}
    </div>
  );
}

function Software({ implementation }: { readonly implementation: NonNullable<ScanEndpoint['implementation']> }) {
  const { product, vendor, toolkit, versionName, classUid, confidence, source } = implementation;
  const named = [vendor, product ?? toolkit].filter((part) => part !== null).join(' ');
  return (
    <>
      {named === '' ? (
        text.common.notKnown
      ) : (
        <>
          <Foreign>{named}</Foreign> <span className="quiet">{text.facts.sure(percent(confidence))}</span>
        </>
      )}
      <div className="quiet">
        {[versionName, classUid, source]
          .filter((part) => part !== null)
          .map((part) => (
            <div key={part}>
              <Foreign mono>{part}</Foreign>
            </div>
          ))}
      </div>
    </>
  );
}

function Encryption({ tls }: { readonly tls: TlsState }) {
  const grade = text.tlsGrade[tls.grade] ?? '';
  const Picture = tls.grade === 0 ? IconLockOpen : IconLock;
  const { certificate } = tls;
  return (
    <div className={classes['tls']}>
      <p className={classes['tlsLine']} data-grade={tls.grade}>
        <Picture size={17} stroke={1.8} aria-hidden />
        <span>
          {grade}
          {tls.versions.length > 0 ? <span className="quiet"> · {listed(tls.versions)}</span> : null}
          {tls.mutual ? <span className="quiet"> · {text.endpoint.mutual}</span> : null}
        </span>
      </p>
      {tls.weaknesses.length > 0 ? (
        <ul className={classes['notes']}>
          {tls.weaknesses.map((weakness) => (
            <li key={weakness}>
              <Foreign>{weakness}</Foreign>
            </li>
          ))}
        </ul>
      ) : null}
      {certificate ? (
        <Unfold label={text.certificate.title}>
          <FactsList
            items={[
              [text.certificate.subject, <Foreign key="subject">{certificate.subject}</Foreign>],
              [
                text.certificate.issuer,
                certificate.selfSigned ? (
                  text.certificate.selfSigned
                ) : (
                  <Foreign key="issuer">{certificate.issuer}</Foreign>
                ),
              ],
              [
                text.certificate.valid,
                <span key="valid">
                  {text.certificate.fromTo(date(certificate.notBefore), date(certificate.notAfter))}{' '}
                  {certificate.expired ? <Tag tone="danger">{text.certificate.expired}</Tag> : null}
                </span>,
              ],
              [
                text.certificate.key,
                [certificate.keyType, certificate.keyBits, certificate.signatureAlgorithm].filter(Boolean).join(' · '),
              ],
              certificate.names.length > 0
                ? [text.certificate.names, <Foreign key="names">{certificate.names.join(', ')}</Foreign>]
                : null,
              tls.cipher ? [text.certificate.cipher, tls.cipher] : null,
              [
                text.certificate.fingerprint,
                <Foreign key="print" mono>
                  {certificate.sha256}
                </Foreign>,
              ],
            ]}
          />
        </Unfold>
      ) : null}
    </div>
  );
}

const DIRECTIONS: Readonly<Record<TranscriptLine['direction'], Icon>> = {
  sent: IconArrowRight,
  received: IconArrowLeft,
  note: IconNote,
};

function Transcript({ lines }: { readonly lines: readonly TranscriptLine[] }) {
  return (
    <ol className={classes['transcript']}>
      {lines.map((line, index) => {
        const Picture = DIRECTIONS[line.direction];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a transcript is fixed; lines may repeat
          <li key={index} data-direction={line.direction}>
            <span className={classes['at']}>{moment(line.atMs)}</span>
            <span className={classes['direction']}>
              <Picture size={15} stroke={2} aria-hidden />
              {text.transcript[line.direction]}
            </span>
            <Foreign>{line.summary}</Foreign>
          </li>
        );
      })}
    </ol>
  );
}
