/** Why there is no picture from this device. */
export type CameraFault = 'insecure' | 'denied' | 'missing' | 'busy' | 'unsupported';

export class CameraError extends Error {
  readonly fault: CameraFault;
  constructor(fault: CameraFault) {
    super(fault);
    this.name = 'CameraError';
    this.fault = fault;
  }
}

export interface CameraChoice {
  readonly cameraId?: string | undefined;
  readonly microphoneId?: string | undefined;
  /** Upright suits phones. A camera that is wide is cut to nine by sixteen then; one that stands upright is never cut. */
  readonly isUpright: boolean;
}

const frameRate = { ideal: 30, max: 30 };
/** Named in the standard (mediacapture-main), and not yet in TypeScript's types. */
const asItComes: object = { resizeMode: { ideal: 'none' } };

/** Opens camera and microphone. Browsers allow that only on https and on localhost. */
export async function openCamera(choice: CameraChoice): Promise<MediaStream> {
  if (!globalThis.isSecureContext) throw new CameraError('insecure');
  if (navigator.mediaDevices?.getUserMedia === undefined) throw new CameraError('unsupported');
  const [long, short] = [{ ideal: 1280 }, { ideal: 720 }];
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      video: {
        width: choice.isUpright ? short : long,
        height: choice.isUpright ? long : short,
        frameRate,
        // Where the camera stands the other way, browsers would cut its picture to a square.
        ...asItComes,
        ...(choice.cameraId === undefined ? { facingMode: 'user' } : { deviceId: { exact: choice.cameraId } }),
      },
      audio: {
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        ...(choice.microphoneId !== undefined && { deviceId: { exact: choice.microphoneId } }),
      },
    });
    if (choice.isUpright) await standUpright(stream.getVideoTracks()[0]);
    return stream;
  } catch (error) {
    throw new CameraError(faultOf(error));
  }
}

async function standUpright(track: MediaStreamTrack | undefined): Promise<void> {
  const { width = 0, height = 0 } = track?.getSettings() ?? {};
  if (width <= height) return;
  // Encoders want even sizes.
  await track?.applyConstraints({ width: { ideal: Math.round((height * 9) / 32) * 2 }, height: { ideal: height }, frameRate });
}

function faultOf(error: unknown): CameraFault {
  const faults: Readonly<Record<string, CameraFault>> = {
    NotAllowedError: 'denied',
    SecurityError: 'denied',
    NotFoundError: 'missing',
    OverconstrainedError: 'missing',
    NotReadableError: 'busy',
    AbortError: 'busy',
  };
  return faults[error instanceof DOMException ? error.name : ''] ?? 'unsupported';
}

export interface CameraDevices {
  readonly cameras: readonly MediaDeviceInfo[];
  readonly microphones: readonly MediaDeviceInfo[];
}

/** What is plugged in. Names come only after the camera has been allowed once. */
export async function listDevices(): Promise<CameraDevices> {
  const devices = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  const of = (kind: MediaDeviceKind) => devices.filter((device) => device.kind === kind && device.deviceId !== '');
  return { cameras: of('videoinput'), microphones: of('audioinput') };
}

export function closeCamera(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Reports how loud the microphone is, 0 to 1, until stopped. */
export function measureLevel(stream: MediaStream, onLevel: (level: number) => void): () => void {
  if (stream.getAudioTracks().length === 0) return () => {};
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    // −60 dB is silence, 0 dB the most there is.
    onLevel(Math.min(1, Math.max(0, 1 + (10 * Math.log10(power + 1e-9)) / 60)));
  }, 100);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}
