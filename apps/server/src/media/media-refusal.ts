/** Why a publisher was turned away or cut; the code is stable and shown in the studio, the message is for a person. */
export class MediaRefusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.name = 'MediaRefusal';
    this.code = code;
  }
}

export type RefusalCode =
  | 'codec_not_supported'
  | 'broken_stream'
  | 'media_before_publish'
  | 'protocol_error'
  | 'message_too_large'
  | 'publish_refused';
