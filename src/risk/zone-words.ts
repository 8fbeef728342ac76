// What the name of a network tells, in the languages that such names are written in.

/** A network for visitors. Wi-Fi alone is none: portable devices use it, too. */
export const GUEST_NETWORK =
  /\b(?:guests?|visitors?|g(?:ä|ae)ste|invit[ée]s?|hu[ée]sped(?:es)?|besucher|public (?:wi-?fi|wlan|network))\b/i;
