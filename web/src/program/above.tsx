// The way back from a control or a check.
import { Group } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { TextLink } from '../parts/link.tsx';
import { text } from '../text/index.ts';

/** Links to the pages above. */
export function Above({ checks = false }: { readonly checks?: boolean }) {
  return (
    <Group gap={4}>
      <TextLink to="/program/controls" size="sm">
        {text.controlPages.title}
      </TextLink>
      <IconChevronRight size={14} aria-hidden />
      {checks ? (
        <>
          <TextLink to="/program/checks" size="sm">
            {text.checkPages.title}
          </TextLink>
          <IconChevronRight size={14} aria-hidden />
        </>
      ) : null}
    </Group>
  );
}
