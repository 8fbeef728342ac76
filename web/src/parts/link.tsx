// Mantine's link and button as links of the router.
import { ActionIcon, Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';

type AnchorLinkProps = AnchorProps & Omit<ComponentProps<'a'>, keyof AnchorProps>;
type ButtonLinkProps = ButtonProps & Omit<ComponentProps<'a'>, keyof ButtonProps>;

function AnchorLink(props: AnchorLinkProps) {
  return <Anchor {...props} />;
}

function ButtonLink(props: ButtonLinkProps) {
  return <Button component="a" {...props} />;
}

interface IconLinkProps extends Omit<ComponentProps<'a'>, 'color'> {
  /** What it does, for who cannot see the picture. */
  readonly label: string;
}

function IconLink({ label, ...props }: IconLinkProps) {
  return (
    <ActionIcon component="a" variant="subtle" color="gray" size="lg" aria-label={label} title={label} {...props} />
  );
}

/** A link that is a picture alone. */
export const LinkIcon = createLink(IconLink);

/** A link in running text. */
export const TextLink = createLink(AnchorLink);

/** A link that looks like a button. */
export const LinkButton = createLink(ButtonLink);
