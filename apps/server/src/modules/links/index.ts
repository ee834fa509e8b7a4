/** Traced links: who shared what, who followed, and therefore who brought an order. */
import './events.ts';

export { linksModule } from './module.ts';
export { countVisitors, linkOf } from './get-links.ts';
export { makeLink } from './make-link.ts';
export { titleOf } from './rules.ts';
export { sharerFor } from './sharer-for.ts';
export { linkTargets, type LinkTarget, type TargetPreview } from './extension-points.ts';
