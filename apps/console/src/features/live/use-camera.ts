import { CameraError, closeCamera, listDevices, openCamera, type CameraDevices, type CameraFault } from '@tuanzi/client/publish/camera';
import { useCallback, useEffect, useRef, useState } from 'react';

interface Choice {
  readonly cameraId?: string | undefined;
  readonly microphoneId?: string | undefined;
  readonly isUpright: boolean;
}
export interface Camera {
  readonly stream: MediaStream | null;
  readonly fault: CameraFault | null;
  readonly isOpening: boolean;
  readonly devices: CameraDevices;
  readonly choice: Choice;
  readonly isMicrophoneOn: boolean;
  readonly isPictureOn: boolean;
  open(change?: Partial<Choice>): Promise<MediaStream | null>;
  close(): void;
  switchMicrophone(): void;
  switchPicture(): void;
}

const noDevices: CameraDevices = { cameras: [], microphones: [] };
const isPhone = () => matchMedia('(pointer: coarse) and (max-width: 820px)').matches;

function watchDevices(onChange: (devices: CameraDevices) => void): () => void {
  const look = () => void listDevices().then(onChange);
  navigator.mediaDevices?.addEventListener?.('devicechange', look);
  return () => navigator.mediaDevices?.removeEventListener?.('devicechange', look);
}

/** This device's camera and microphone, with what was chosen kept while one is changed. */
export function useCamera(): Camera {
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [fault, setFault] = useState<CameraFault | null>(null);
  const [isOpening, setIsOpening] = useState(false);
  const [devices, setDevices] = useState(noDevices);
  const [choice, setChoice] = useState<Choice>(() => ({ isUpright: isPhone() }));
  const [isMicrophoneOn, setIsMicrophoneOn] = useState(true);
  const [isPictureOn, setIsPictureOn] = useState(true);
  const held = useRef<MediaStream | null>(null);
  const hold = useCallback((next: MediaStream | null) => {
    held.current = next;
    setStream(next);
  }, []);
  useEffect(() => () => closeCamera(held.current), []);
  useEffect(() => watchDevices(setDevices), []);
  const open = useCallback(
    async (change: Partial<Choice> = {}) => {
      const next = { ...choice, ...change };
      setChoice(next);
      setIsOpening(true);
      setFault(null);
      const before = held.current;
      try {
        // Phones hold one camera at a time: the old one is let go first.
        if (before !== null && change.cameraId !== undefined) for (const track of before.getVideoTracks()) track.stop();
        const opened = await openCamera(next);
        for (const track of opened.getAudioTracks()) track.enabled = isMicrophoneOn;
        for (const track of opened.getVideoTracks()) track.enabled = isPictureOn;
        hold(opened);
        closeCamera(before);
        setDevices(await listDevices());
        return opened;
      } catch (error) {
        closeCamera(before);
        hold(null);
        setFault(error instanceof CameraError ? error.fault : 'unsupported');
        return null;
      } finally {
        setIsOpening(false);
      }
    },
    [choice, hold, isMicrophoneOn, isPictureOn],
  );
  const switchTracks = (kind: 'audio' | 'video', isOn: boolean) => {
    for (const track of held.current?.getTracks() ?? []) if (track.kind === kind) track.enabled = isOn;
  };
  return {
    stream,
    fault,
    isOpening,
    devices,
    choice,
    isMicrophoneOn,
    isPictureOn,
    open,
    close: useCallback(() => {
      closeCamera(held.current);
      hold(null);
    }, [hold]),
    switchMicrophone: () => {
      switchTracks('audio', !isMicrophoneOn);
      setIsMicrophoneOn(!isMicrophoneOn);
    },
    switchPicture: () => {
      switchTracks('video', !isPictureOn);
      setIsPictureOn(!isPictureOn);
    },
  };
}
