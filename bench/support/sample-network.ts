// A network of some size, the same each time: devices in zones of 50, most reach edges between devices, some between zones, a few entries, and 30 targets.
import type { NetworkDocument } from '#contracts/index.ts';
import { seededRandom } from '#kit/index.ts';

const TARGETS = 30;
const ZONE = 50;

/** `devices` with two weaknesses each, and `edges` of which one in a hundred is between zones. */
export function sampleNetwork(devices: number, edges: number): NetworkDocument {
  const random = seededRandom(1, devices, edges);
  const zones = Math.ceil(devices / ZONE);
  const nodes = Array.from({ length: devices }, (_, n) => ({
    id: `d${n}`,
    kind: 'device',
    zone: `z${n % zones}`,
    entry: n < 5,
    harm: n >= devices - TARGETS ? 3 : 0,
    loss: 0,
    weaknesses: [
      { id: `n${n}`, from: 'network' as const, gains: 'control' as const, probability: random.unit() * 0.3 },
      {
        id: `a${n}`,
        from: 'adjacent' as const,
        gains: random.unit() < 0.5 ? ('control' as const) : ('access' as const),
        probability: random.unit() * 0.3,
      },
    ],
  }));
  const reach = Array.from({ length: edges }, (_, e) => {
    const [kind, most] = e % 100 === 0 ? ['z', zones] : ['d', devices];
    return { from: `${kind}${random.below(most)}`, to: `${kind}${random.below(most)}`, port: 104, protocol: 'dicom' };
  });
  return { nodes, reach };
}
