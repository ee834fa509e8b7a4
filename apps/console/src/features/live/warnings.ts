const warnings = [
  'b_frames',
  'gop_too_long',
  'no_video',
  'bitrate_too_high',
  'codec_not_supported',
  'protocol_error',
  'broken_stream',
  'media_before_publish',
] as const;
export type Warning = (typeof warnings)[number];

/** Warnings of the media server that this page has words for. */
export function isWarning(code: string): code is Warning {
  return (warnings as readonly string[]).includes(code);
}
