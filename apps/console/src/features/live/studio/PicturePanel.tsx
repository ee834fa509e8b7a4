import { AudioMutedOutlined, AudioOutlined, EyeInvisibleOutlined, VideoCameraAddOutlined, VideoCameraOutlined } from '@ant-design/icons';
import type { ApiReply } from '@tuanzi/client';
import { Alert, App, Button, Segmented, Select, Tooltip } from 'antd';
import { useEffect, useState } from 'react';
import { sentenceOf } from '../../../client.ts';
import { useT } from '../../../messages.ts';
import type { Broadcast } from '../use-broadcast.ts';
import type { Camera } from '../use-camera.ts';
import { CameraPreview } from './CameraPreview.tsx';
import { EncoderModal } from './EncoderModal.tsx';
import { HealthPanel } from './HealthPanel.tsx';
import { RemotePreview } from './RemotePreview.tsx';

type StudioReply = ApiReply<'GET /api/studio/{sessionId}'>;

/** The picture: this device's camera, or what another device or encoder sends. */
export function PicturePanel({
  studio,
  status,
  camera,
  broadcast,
}: {
  studio: StudioReply;
  status: StudioReply['session']['state'];
  camera: Camera;
  broadcast: Broadcast;
}) {
  const { session, health } = studio;
  useOpenWhenAllowed(camera);
  const isRemote = camera.stream === null && (health.isPublishing || status === 'live');
  return (
    <>
      {isRemote ? (
        <RemotePreview sessionId={session.id} isLandscape={session.isLandscape} />
      ) : (
        <CameraPreview camera={camera} broadcast={broadcast} />
      )}
      <Controls
        sessionId={session.id}
        rtmpUrl={studio.rtmpUrl}
        isPublishing={health.isPublishing}
        isAway={status === 'interrupted'}
        camera={camera}
        broadcast={broadcast}
      />
      <div className="st-sources">
        <Trouble camera={camera} broadcast={broadcast} isAway={status === 'interrupted'} />
        <Sources camera={camera} />
        <HealthPanel health={health} figures={broadcast.state?.figures ?? null} />
      </div>
    </>
  );
}

/** A host who has allowed the camera before sees the picture at once; nobody else is asked unbidden. */
function useOpenWhenAllowed(camera: Camera): void {
  const { open } = camera;
  const [hasLooked, setHasLooked] = useState(false);
  useEffect(() => {
    if (hasLooked) return;
    setHasLooked(true);
    // TypeScript's list of permission names lacks the camera; browsers that lack it too reject.
    navigator.permissions?.query({ name: 'camera' as PermissionName }).then(
      (permission) => {
        if (permission.state === 'granted') void open();
      },
      () => {
        // Not told: the button is there.
      },
    );
  }, [hasLooked, open]);
}

function Controls({
  sessionId,
  rtmpUrl,
  isPublishing,
  isAway,
  camera,
  broadcast,
}: {
  sessionId: string;
  rtmpUrl: string;
  isPublishing: boolean;
  isAway: boolean;
  camera: Camera;
  broadcast: Broadcast;
}) {
  const t = useT();
  const { message } = App.useApp();
  const [isEncoderOpen, setIsEncoderOpen] = useState(false);
  const goLive = async () => {
    const stream = camera.stream ?? (await camera.open());
    if (stream === null) return;
    try {
      await broadcast.start(stream);
    } catch (error) {
      void message.error(sentenceOf(error));
    }
  };
  const hasCamera = camera.stream !== null;
  return (
    <div className="st-controls">
      <Tooltip title={t(camera.isMicrophoneOn ? 'live.studio.muteMic' : 'live.studio.unmuteMic')}>
        <Button
          className="st-round"
          shape="circle"
          disabled={!hasCamera}
          danger={!camera.isMicrophoneOn}
          icon={camera.isMicrophoneOn ? <AudioOutlined /> : <AudioMutedOutlined />}
          aria-label={t(camera.isMicrophoneOn ? 'live.studio.muteMic' : 'live.studio.unmuteMic')}
          aria-pressed={!camera.isMicrophoneOn}
          onClick={camera.switchMicrophone}
        />
      </Tooltip>
      <Tooltip title={t(camera.isPictureOn ? 'live.studio.hidePicture' : 'live.studio.showPicture')}>
        <Button
          className="st-round"
          shape="circle"
          disabled={!hasCamera}
          danger={!camera.isPictureOn}
          icon={camera.isPictureOn ? <VideoCameraOutlined /> : <EyeInvisibleOutlined />}
          aria-label={t(camera.isPictureOn ? 'live.studio.hidePicture' : 'live.studio.showPicture')}
          aria-pressed={!camera.isPictureOn}
          onClick={camera.switchPicture}
        />
      </Tooltip>
      {broadcast.isSending ? (
        <Button className="st-main" size="large" onClick={broadcast.stop} data-testid="stop-live">
          {t('live.studio.stop')}
        </Button>
      ) : hasCamera ? (
        <Button
          className="st-main"
          size="large"
          type="primary"
          loading={broadcast.isStarting}
          onClick={() => void goLive()}
          data-testid="go-live"
        >
          {t(isAway ? 'live.studio.goOn' : 'live.studio.goLive')}
        </Button>
      ) : (
        <Button
          className="st-main"
          size="large"
          type="primary"
          loading={camera.isOpening}
          icon={<VideoCameraAddOutlined />}
          onClick={() => void camera.open()}
          data-testid="open-camera"
        >
          {t('live.studio.camera')}
        </Button>
      )}
      <Button className="st-obs" onClick={() => setIsEncoderOpen(true)} data-testid="open-encoder">
        {t('live.studio.encoder.open')}
      </Button>
      <EncoderModal
        sessionId={sessionId}
        rtmpUrl={rtmpUrl}
        isPublishing={isPublishing}
        isOpen={isEncoderOpen}
        onClose={() => setIsEncoderOpen(false)}
      />
    </div>
  );
}

function Sources({ camera }: { camera: Camera }) {
  const t = useT();
  if (camera.stream === null) return null;
  const name = (device: MediaDeviceInfo, index: number, word: string) => (device.label === '' ? `${word} ${index + 1}` : device.label);
  const current = (kind: 'video' | 'audio') =>
    camera.stream
      ?.getTracks()
      .find((track) => track.kind === kind)
      ?.getSettings().deviceId;
  return (
    <div className="st-pickers">
      <label>
        <span>{t('live.studio.cameraDevice')}</span>
        <Select
          value={current('video')}
          onChange={(cameraId) => void camera.open({ cameraId })}
          options={camera.devices.cameras.map((device, index) => ({
            value: device.deviceId,
            label: name(device, index, t('live.studio.cameraDevice')),
          }))}
          data-testid="pick-camera"
        />
      </label>
      <label>
        <span>{t('live.studio.microphone')}</span>
        <Select
          value={current('audio')}
          onChange={(microphoneId) => void camera.open({ microphoneId })}
          options={camera.devices.microphones.map((device, index) => ({
            value: device.deviceId,
            label: name(device, index, t('live.studio.microphone')),
          }))}
          data-testid="pick-microphone"
        />
      </label>
      <label>
        <span>{t('live.studio.direction')}</span>
        <Segmented
          value={camera.choice.isUpright ? 'upright' : 'wide'}
          onChange={(value) => void camera.open({ isUpright: value === 'upright' })}
          options={[
            { value: 'upright', label: t('live.studio.upright') },
            { value: 'wide', label: t('live.studio.wide') },
          ]}
        />
      </label>
      <Button type="text" size="small" className="st-close-camera" onClick={camera.close}>
        {t('live.studio.closeCamera')}
      </Button>
    </div>
  );
}

/** What keeps the picture from going out, and what to do about it. */
function Trouble({ camera, broadcast, isAway }: { camera: Camera; broadcast: Broadcast; isAway: boolean }) {
  const t = useT();
  if (camera.fault !== null) {
    return (
      <Alert
        type="warning"
        showIcon
        title={t(`live.studio.fault.${camera.fault}`)}
        description={t(`live.studio.fault.${camera.fault}Words`)}
        data-testid={`camera-${camera.fault}`}
        action={
          camera.fault === 'insecure' || camera.fault === 'unsupported' ? null : (
            <Button size="small" onClick={() => void camera.open()}>
              {t('live.studio.fault.again')}
            </Button>
          )
        }
      />
    );
  }
  if (broadcast.state?.phase === 'failed' && broadcast.state.fault !== null)
    return <Alert type="error" showIcon title={t(`live.studio.publishFault.${broadcast.state.fault}`)} data-testid="publish-failed" />;
  if (isAway && !broadcast.isSending)
    return <Alert type="warning" showIcon title={t('live.studio.away')} description={t('live.studio.awayWords')} data-testid="host-away" />;
  return null;
}
