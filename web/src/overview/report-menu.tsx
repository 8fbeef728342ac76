// The report to take away, in the forms that people ask for.
import { Button, Menu } from '@mantine/core';
import { type Icon, IconBraces, IconFileDownload, IconFileTypePdf, IconTable, IconWorld } from '@tabler/icons-react';
import { tenantHref } from '../api/http.ts';
import { text } from '../text/index.ts';

const FORMATS = [
  { format: 'pdf', icon: IconFileTypePdf },
  { format: 'html', icon: IconWorld },
  { format: 'csv', icon: IconTable },
  { format: 'json', icon: IconBraces },
  { format: 'vex-csaf', icon: IconBraces },
  { format: 'vex-openvex', icon: IconBraces },
  { format: 'vex-cyclonedx', icon: IconBraces },
] as const satisfies readonly { format: string; icon: Icon }[];

/** A menu of downloads. */
export function ReportMenu() {
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" leftSection={<IconFileDownload size={18} stroke={1.7} aria-hidden />}>
          {text.report.title}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map(({ format, icon: Picture }) => (
          <Menu.Item
            key={format}
            component="a"
            href={tenantHref('report', { format })}
            {...(format === 'html' ? { target: '_blank', rel: 'noopener' } : { download: true })}
            leftSection={<Picture size={17} stroke={1.7} aria-hidden />}
          >
            {text.report.formats[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
