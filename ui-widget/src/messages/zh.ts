import { clockTime, secondsNumber, timeOfDay } from './time-text.ts'

const parties = { caller: '来电者', responder: '我', mixed: '双方' }

const reasons = {
  'no-frames': '没有声音传来',
  crashed: '停了，正在重启',
  overloaded: '慢，跟不上',
  unreachable: '连不上',
  failed: '出错',
}

/** What the page says, in Chinese. Short, spoken, no blame, no exclamation marks. */
export const zh = {
  locale: 'zh-CN',
  title: '通话转写',
  otherLanguage: { name: 'English', short: 'EN' },
  switchTheme: '切换明暗',
  connecting: '正在连接…',

  calls: '正在进行的通话',
  noCalls: '现在没有通话。接通后会自己出现在这里。',
  chooseCall: '选一通电话，就开始跟着显示。',
  backToCalls: '通话',
  connectedAt: (iso: string) => `${timeOfDay('zh-CN', iso)} 接通`,
  callMark: (mark: string) => `编号 ${mark}`,
  and: '、',
  partiesAway: (parties: string) => `${parties}断开`,
  callTroubled: '转写异常',
  callTime: '通话时长',

  transcript: '对话',
  liveTranscript: '实时转写',
  speakers: parties,
  partyOf: (role: string) => (role === 'responder' ? '接线员' : (parties[role as 'caller'] ?? role)),
  inlineSpeaker: (speaker: string) => `${speaker}：`,
  twoChannels: '双声道',
  mixedChannel: '单声道，分不清两个人',
  waitingFor: (party: string) => `等${party}的声音`,
  legAway: (party: string) => `${party}的声音断开了，接回来会继续。`,
  scripted: '脚本文字，非识别',
  recognizer: (name: string) => `识别 ${name}`,
  crumbs: (ms: number) => `声音断续，共缺 ${seconds(ms)}`,
  silence: (ms: number) => `静默 ${clockTime(ms)}`,
  sound: (party: string, ms: number) => `${party}有声音，没听懂，${seconds(ms)}`,
  gap: (party: string, ms: number, reason: 'loss' | 'reconnect' | 'overrun' | 'recognizer') =>
    `${party}缺 ${seconds(ms)}：${
      {
        loss: '声音没有传到，通话没有断',
        reconnect: '声音断开过，已接回来',
        overrun: '来不及处理，通话没有断',
        recognizer: '识别没跟上，通话没有断',
      }[reason]
    }`,
  unheard: (reason: 'notice' | 'stopped') =>
    ({ notice: '告知之前，没有转写', stopped: '这一段停止了转写' })[reason],
  notSpokenYet: '来电者还没开口。听到第一句话就开始跟着记。',
  toLive: '回到最新',
  newLines: (count: number) => `${count} 句新的`,

  noticeMissing: '还没告知录音与转写，先不显示文字。',
  noticeWording: '“为了保证服务质量，我们的通话会录音，并同时转成文字。您可以随时让我停下。”',
  noticeGiven: '已告知',
  noticeGivenTag: '已告知录音与转写',
  stop: '停止转写',
  stopping: '正在停止…',
  stopsWhenConnected: '连上就停止',
  stopped: '已停止转写，没存的已丢弃。重新开始要再征得同意。',
  stoppedTag: '已停止转写',
  askAgain: '重新征得同意',
  askWording: '“可以继续把我们的话转成文字吗？不同意也没有关系。”',
  agreed: '同意了，继续转写',
  notAgreed: '没有同意',
  ended: {
    left: '通话已结束。',
    lost: '服务重启后，这通电话没有再接回来。',
    shutdown: '服务关闭，转写到此为止。通话没有断。',
  },
  endedTag: '已结束',

  lost: '和服务的连接断了，正在重连。通话没有断。',
  lostAndPending: '和服务的连接断了，正在重连。刚才按的还没送到，连上就送。',
  resumed: '已连上，断开时的内容补齐了。',
  unreadable: '收到这个页面看不懂的消息，正在重新取。要是总这样，请刷新页面。',
  fetchedAnew: '有过看不懂的消息，内容已重新取全。',
  unknownCall: '没有这通电话，可能已经结束。还在试着找。',

  health: '运行状况',
  parts: { connection: '连接', audio: '声音', recognizer: '识别', redaction: '遮盖', store: '保存' },
  well: { audio: '正常', recognizer: '正常', redaction: '开', store: '正常' },
  disconnected: '断开',
  off: '停止',
  lasting: (word: string, ms: number) => `${word} ${clockTime(ms)}`,
  lostCount: (count: number) => `缺 ${count} 条`,
  reasonOf: (reason: string) => reasons[reason as keyof typeof reasons] ?? reason,
  troubles: {
    audio: (party: string, since: string) => `${since} 起没有${party}的声音传来。通话没有断。`,
    'voice-activity': (_party: string, since: string) =>
      `听声音的部分 ${since} 起不正常，可能缺字。通话没有断，工单照常手填。`,
    recognizer: (_party: string, since: string) =>
      `识别 ${since} 起不正常，文字会慢或会缺。通话没有断，工单照常手填。`,
    redaction: (_party: string, since: string) => `遮盖 ${since} 起不正常，这以后的内容先不存。`,
    store: (_party: string, since: string) => `保存 ${since} 起不正常，屏幕上照常显示。`,
  },
}

/** A message file says everything that the Chinese one says. */
export type Messages = typeof zh

function seconds(ms: number): string {
  return ms < 60_000 ? `${secondsNumber(ms)} 秒` : clockTime(ms)
}
