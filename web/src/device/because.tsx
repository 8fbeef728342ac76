// Why the device is taken for what it is, and why it is in its zone, each reason with the facts behind it.
import type { DeviceDetail } from '#contracts/index.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { Proof } from '../parts/proof.tsx';
import { text } from '../text/index.ts';
import classes from './device.module.css';

type Reasons = DeviceDetail['because'];

/** The panel; nothing where nothing was concluded. */
export function Because({ because }: { readonly because: Reasons }) {
  const parts = [
    [text.device.becauseKind, because.kind],
    [text.device.becauseZone, because.zone],
  ] as const;
  if (parts.every(([, reasons]) => reasons.length === 0)) return null;
  return (
    <Panel title={text.device.because} lead={text.device.becauseLead} flush>
      <ul className={classes['rows']}>
        {parts.flatMap(([about, reasons]) =>
          reasons.map((reason) => (
            <li key={`${about} ${reason.text}`} className={classes['subject']}>
              <span>
                <span className="quiet">{about} </span>
                <Foreign>{reason.text}</Foreign>
              </span>
              <Proof facts={reason.facts} />
            </li>
          )),
        )}
      </ul>
    </Panel>
  );
}
