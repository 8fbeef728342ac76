// The sightings that were judged to be this one device, each with the reason.
import type { DeviceDetail } from '#contracts/index.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text/index.ts';
import classes from './device.module.css';

/** Why these sightings are one device. */
export function Subjects({ subjects }: { readonly subjects: DeviceDetail['subjects'] }) {
  return (
    <Panel title={text.device.subjects} lead={text.device.subjectsLead} flush>
      <ul className={classes['rows']}>
        {subjects.map((subject) => (
          <li key={`${subject.kind} ${subject.key}`} className={classes['subject']}>
            <span>
              <span className="quiet">{subject.kind} </span>
              <Foreign mono>{subject.key}</Foreign>
            </span>
            <span className="quiet">
              <Foreign>{subject.because}</Foreign>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
