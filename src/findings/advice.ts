// What to do, in the words of the person who must do it. One concrete, allowed action for each finding. Nobody is told to
// change an imaging device without its maker's consent: there the network around it is changed instead. The texts name no
// device, so that one action covers all devices that need it.
import type { Finding } from '#contracts/index.ts';
import type { Advisory, Remedy } from '#knowledge/index.ts';
import type { KnownProduct, Review } from './review.ts';

/** Who must act. */
export type Actor = 'network' | 'pacs' | 'biomed' | 'maker' | 'owner';

export type Advice = Finding['fix'] & { readonly who: Actor };

/** The one change that closes most holes around equipment that must not be touched. */
const ISOLATE: Advice = {
  kind: 'isolate',
  who: 'network',
  text:
    "Ask the network administrator to let only the PACS, the worklist server and the maker's service access reach it, " +
    "each on the ports it needs, and to block everyone else. Change nothing on the device itself without its maker's written consent.",
};

const ORTHANC_LIST =
  ' In Orthanc: enter each station under "DicomModalities", set "DicomCheckModalityHost" and "DicomCheckCalledAet" to true and every ' +
  '"DicomAlwaysAllow..." option to false, then restart.';
const DCM4CHEE_LIST =
  ' In dcm4chee: enter them as "Accepted Calling AE Title" of the network AE (dcmAcceptedCallingAETitle), then reload the configuration.';

/** Strangers get a DICOM conversation: name the stations that may have one. */
export function listStations(review: Review): Advice {
  if (review.role !== 'server') return ISOLATE;
  return {
    kind: 'configure',
    who: 'pacs',
    text:
      'Ask the PACS administrator to list the stations that may connect (calling AE title and address of each) and to refuse all others.' +
      help(review.product, ORTHANC_LIST, DCM4CHEE_LIST),
  };
}

/** Strangers get a web page: ask who they are first. */
export function requireSignIn(review: Review): Advice {
  if (review.role === 'imaging') return ISOLATE;
  return {
    kind: 'configure',
    who: 'pacs',
    text:
      'Ask the PACS administrator to require a sign-in on the web interface and to offer it over HTTPS only.' +
      help(
        review.product,
        ' In Orthanc: set "AuthenticationEnabled" to true, name the users under "RegisteredUsers", and switch on "SslEnabled" with a ' +
          'certificate (or set "RemoteAccessAllowed" to false where only the server itself needs it).',
        ' In dcm4chee: run the secured edition of the archive, which puts a sign-in server in front of it.',
      ),
  };
}

/** Data travels in the clear. */
export function encryptDicom(review: Review): Advice {
  if (review.role !== 'server') {
    return {
      kind: 'ask maker',
      who: 'maker',
      text:
        'Ask the maker whether this device can send and receive DICOM over TLS (the conformance statement says so) and what it takes. ' +
        'Until then ask the network administrator to keep its traffic with the PACS on a network segment of its own.',
    };
  }
  return {
    kind: 'configure',
    who: 'pacs',
    text:
      'Ask the PACS administrator to offer DICOM over TLS (BCP 195 profile, usually port 2762) beside the plain port, and to move each partner ' +
      'that supports it. Keep the others on a network segment of their own.' +
      help(
        review.product,
        ' In Orthanc: "DicomTlsEnabled" with "DicomTlsCertificate", "DicomTlsPrivateKey" and "DicomTlsTrustedCertificates".',
        ' In dcm4chee: the network connection "dicom-tls" of the archive device.',
      ),
  };
}

/** The port is registered for encryption and talks plainly. */
export function fixTlsPort(review: Review): Advice {
  if (review.role !== 'server') return { ...encryptDicom(review) };
  return {
    kind: 'configure',
    who: 'pacs',
    text: 'Ask the PACS administrator why port 2762, which is registered for encrypted DICOM, answers unencrypted: switch TLS on there or close the port.',
  };
}

/** Encryption that is out of date. */
export function renewTls(review: Review): Advice {
  if (review.role !== 'server') {
    return {
      kind: 'ask maker',
      who: 'maker',
      text: 'Ask the maker for the update or setting with which this device accepts only TLS 1.2 and 1.3 with current ciphers and keys (DICOM PS3.15, BCP 195 profile).',
    };
  }
  return {
    kind: 'configure',
    who: 'pacs',
    text: 'Ask the PACS administrator to accept only TLS 1.2 and 1.3 with the ciphers of the BCP 195 profile (DICOM PS3.15 B.12), and a key of at least RSA 2048 or EC 256 bits signed with SHA-256.',
  };
}

/** A certificate that has run out, or will. */
export function renewCertificate(review: Review): Advice {
  const who = review.role === 'server' ? 'pacs' : 'maker';
  const whom = who === 'pacs' ? 'the PACS administrator' : 'the maker';
  return {
    kind: 'configure',
    who,
    text: `Ask ${whom} to install a new certificate and to write its last day into the calendar. Tell the partners that check it.`,
  };
}

/** A certificate that nobody but its owner vouches for. */
export function vouchForCertificate(review: Review): Advice {
  const who = review.role === 'server' ? 'pacs' : 'maker';
  const whom = who === 'pacs' ? 'the PACS administrator' : 'the maker';
  return {
    kind: 'configure',
    who,
    text: `Ask ${whom} to have the certificate issued by an authority that the practice runs or trusts, or to enter this very certificate as trusted on each partner.`,
  };
}

/** A service that imaging does not need. */
export function closeServices(review: Review): Advice {
  if (review.role !== 'server') return ISOLATE;
  return {
    kind: 'configure',
    who: 'pacs',
    text: "Ask the administrator of this server to switch off remote-login, file-sharing and database services that are not needed, and to let the others be reached only from the administrators' own computers (firewall of the server).",
  };
}

/** Messages about patients come in here. */
export function guardMessages(): Advice {
  return {
    kind: 'isolate',
    who: 'network',
    text: 'Ask the network administrator to let only the RIS or the interface engine reach the HL7 port. HL7 itself asks nobody for a password.',
  };
}

/** Somebody outside may reach in. */
export function tellRemoteService(review: Review): Advice {
  const whose = review.role === 'server' ? 'the supplier of this software' : 'the maker';
  return {
    kind: 'ask maker',
    who: 'owner',
    text: `Find out who uses this remote access and why. If it is the service of ${whose}, have it switched on only for an announced visit, with a name and a second factor for each person; if nobody can say, ask the network administrator to block it.`,
  };
}

/** Somebody on the internet gets through to it. */
export function closeToInternet(): Advice {
  return {
    kind: 'isolate',
    who: 'network',
    text: 'Ask the network administrator to block at the firewall every connection from the internet to imaging systems today, and to let those who need one in through a VPN with a name and a second factor for each person.',
  };
}

/** It opens conversations with the internet. */
export function narrowInternet(): Advice {
  return {
    kind: 'isolate',
    who: 'network',
    text: "Ask the network administrator to find out whose these public addresses are, to let imaging systems reach only those that the maker's service or the practice can name, and to block the rest of the internet for them.",
  };
}

/** No more repairs. */
export function leaveOldSystem(review: Review): Advice {
  if (review.role === 'server') {
    return {
      kind: 'replace',
      who: 'owner',
      text: 'Ask the supplier of this software on which supported operating system it runs, and set a date for the move. Until then no e-mail, no web and no file sharing on this machine.',
    };
  }
  return {
    kind: 'ask maker',
    who: 'maker',
    text:
      'Ask the maker in writing: is there an upgrade to a supported operating system for this device, is there a paid update contract, and until when? ' +
      "Until it is answered, ask the network administrator to let only the PACS, the worklist server and the maker's service access reach it.",
  };
}

/** Repairs will stop. */
export function planNewSystem(review: Review): Advice {
  const whom = review.role === 'server' ? 'the supplier of this software' : 'the maker';
  return {
    kind: 'ask maker',
    who: review.role === 'server' ? 'owner' : 'maker',
    text: `Ask ${whom} now for the upgrade to a supported operating system and its price, so that it is in the budget before the last day of updates.`,
  };
}

/** A repair for software that its administrator may change. */
export function installRepair(advisory: Pick<Advisory, 'id'>, repair: Remedy): Advice {
  return {
    kind: 'patch',
    who: 'pacs',
    text: `Ask the administrator of this software to install the repair that advisory ${advisory.id} names. It says: "${shortened(repair.text)}"`,
  };
}

/** A repair that only the maker may bring to the device; or a question that only the maker can answer. */
export function askForRepair(advisory: Pick<Advisory, 'id'>, repair: Remedy | null): Advice {
  return {
    kind: 'ask maker',
    who: 'biomed',
    text:
      repair === null
        ? `Ask the maker in writing whether this device is affected by advisory ${advisory.id}, and note the answer.`
        : `Ask the maker's service to bring the repair that advisory ${advisory.id} names. It says: "${shortened(repair.text)}" ` +
          'Change nothing on the device without them.',
  };
}

/** A fact that decides about many flaws at once is worth a walk to the device. */
export function readFact(step: string): Advice {
  return {
    kind: 'ask maker',
    who: 'biomed',
    text: `${step.charAt(0).toUpperCase()}${step.slice(1)}, and note it on the device's page. Where nobody can read it, ask the maker's service.`,
  };
}

/** No repair is named: keep strangers away from the flaw. */
export function isolateFlaw(advisory: Pick<Advisory, 'id'>, remedy: Remedy | null): Advice {
  const advised = remedy === null ? '' : ` Advisory ${advisory.id} advises: "${shortened(remedy.text)}"`;
  return { ...ISOLATE, text: `${ISOLATE.text}${advised}` };
}

/** A hole of the operating system that spreads by itself, or that many use. */
export function closeSystemHole(
  review: Review,
  hole: { readonly name: string; readonly bulletin: string | null },
): Advice {
  const which = hole.bulletin === null ? hole.name : `${hole.name} (${hole.bulletin})`;
  if (review.role === 'server') {
    return {
      kind: 'patch',
      who: 'pacs',
      text: `Ask the administrator of this server to install the update of the operating system that closes ${which}, or to show in the list of installed updates that it is there.`,
    };
  }
  return {
    kind: 'ask maker',
    who: 'maker',
    text:
      `Ask the maker's service whether the update that closes ${which} is installed on this device, and to bring it where it is not. ` +
      "Until it is answered, ask the network administrator to let only the PACS, the worklist server and the maker's service access reach it.",
  };
}

/** The maker has called units of this product back, or to be corrected. */
export function answerRecall({ id, firm }: { readonly id: string; readonly firm: string }): Advice {
  return {
    kind: 'ask maker',
    who: 'biomed',
    text:
      `Ask the biomedical engineer to look for the letter of ${firm} about recall ${id}, to do what it asks, and to file the maker's ` +
      'confirmation for this serial number.',
  };
}

const MOST_ADVICE = 400;

function shortened(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  return plain.length <= MOST_ADVICE ? plain : `${plain.slice(0, MOST_ADVICE).trimEnd()} …`;
}

function help(product: KnownProduct | null, orthanc: string, dcm4chee: string): string {
  if (product === 'orthanc') return orthanc;
  return product === 'dcm4chee' ? dcm4chee : '';
}
