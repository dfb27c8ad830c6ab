//! The pictures of the page; each takes a document of the core and nothing else.

export { CurveFigure } from "./curve.tsx";
export { MemoryGauge } from "./memory.tsx";
export { PageFigure } from "./page.tsx";
export { Parts } from "./parts.tsx";
export { TimelineFigure } from "./timeline.tsx";
