// The device list on a narrow screen: a card for each device, built only while it is near the window.
import { Checkbox } from '@mantine/core';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { counted } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { RetiredTag, RungTag, rungMeaning, SeverityTag } from '../parts/ladder-tag.tsx';
import { TextLink } from '../parts/link.tsx';
import { text } from '../text/index.ts';
import { addressLine, type DeviceListProps } from './device-table.tsx';
import classes from './devices.module.css';

const ABOUT = 148;
const AHEAD = 20;

/** The cards of all devices. */
export function DeviceCards({ rows, selected, selectable, onToggle, hasMore, loadingMore, onMore }: DeviceListProps) {
  const list = useRef<HTMLUListElement>(null);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ABOUT,
    gap: 10,
    overscan: 6,
    scrollMargin: list.current?.offsetTop ?? 360,
  });
  const shown = virtualizer.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !loadingMore && last >= rows.length - AHEAD) onMore();
  }, [hasMore, loadingMore, last, rows.length, onMore]);

  return (
    <>
      <ul ref={list} className={classes['cards']} style={{ height: virtualizer.getTotalSize() }}>
        {shown.map((item) => {
          const device = rows[item.index];
          if (!device) return null;
          return (
            <li
              key={device.id}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className={classes['card']}
              style={{ transform: `translateY(${item.start - virtualizer.options.scrollMargin}px)` }}
            >
              <div className={classes['cardHead']}>
                <TextLink to="/devices/$id" params={{ id: device.id }} fw={600} className={classes['clamp'] ?? ''}>
                  <Foreign>{device.name}</Foreign>
                </TextLink>
                {selectable ? (
                  <Checkbox
                    checked={selected.has(device.id)}
                    onChange={() => onToggle(device)}
                    aria-label={text.devices.selectOne(visible(device.name))}
                  />
                ) : null}
              </div>
              <div className={classes['second']}>
                {[device.kind, device.modality, device.vendor, device.model].some(Boolean) ? (
                  <div className={classes['line']}>
                    <Foreign>
                      {[device.modality ?? device.kind, device.vendor, device.model].filter(Boolean).join(' · ')}
                    </Foreign>
                  </div>
                ) : null}
                <div className={classes['line']}>{addressLine(device)}</div>
              </div>
              <div className={classes['cardTags']}>
                <RungTag rung={device.exposure} />
                <SeverityTag
                  severity={device.severity}
                  note={counted(device.findings, text.units.finding, text.units.findings)}
                />
                {device.retired ? <RetiredTag /> : null}
              </div>
              <div className={classes['second']}>{rungMeaning(device.exposure)}</div>
            </li>
          );
        })}
      </ul>
      <div className={classes['more']}>{loadingMore ? text.common.loadingMore : ''}</div>
    </>
  );
}
