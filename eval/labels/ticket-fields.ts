const TOPICS = [
  ...[
    '情绪',
    '睡眠',
    '恋爱',
    '婚姻',
    '家庭关系',
    '亲子/子女教育',
    '学业',
    '职场/职业发展',
    '人际',
    '经济/债务',
  ],
  ...[
    '躯体疾病',
    '精神疾病/用药',
    '性心理',
    '丧亲哀伤',
    '创伤/暴力/受侵害',
    '成瘾',
    '自我/意义',
    '突发公共事件',
  ],
  ...['信息咨询', '其他'],
]
const ACTIONS = [
  ...[
    '倾听疏导',
    '心理教育',
    '安全计划',
    '转介',
    '二线接管',
    '上报',
    '报警110',
    '120',
    '联系亲友',
    '三方通话',
  ],
  ...['告知热线范围', '随访', '结束通话'],
]
export const ACTION_STATUSES = ['讨论', '同意', '已做', '拟做', '未成'] as const

/** What a labelled field of the ticket may hold. `one` and `several` name options; `number` and `words` are free. */
export type TicketField =
  | { readonly holds: 'one' | 'several'; readonly options: readonly string[] }
  | { readonly holds: 'number' | 'words' }

const one = (...options: string[]): TicketField => ({ holds: 'one', options })

/** The labelled fields of the ticket, by id: the ids and options of the default ticket schema. */
export const TICKET_FIELDS: Readonly<Record<string, TicketField>> = {
  caller_is: one('本人', '家属', '朋友', '老师', '同事', '其他'),
  sex: one('女', '男'),
  age: { holds: 'number' },
  age_band: one('<14', '14–17', '18–24', '25–29', '30–44', '45–59', '≥60'),
  marital: one('未婚', '已婚', '离异', '丧偶', '同居'),
  education: one('小学及以下', '初中', '高中/中专', '大专', '本科', '研究生'),
  occupation: one('学生', '在职', '自由', '无业', '退休', '农民', '其他'),
  region: { holds: 'words' },
  first_or_repeat: one('首次', '再次'),
  main_topic: one(...TOPICS),
  other_topics: { holds: 'several', options: TOPICS },
  emotions: {
    holds: 'several',
    options: ['焦虑烦躁', '悲伤低落', '悲观绝望', '愤怒', '恐惧', '平静', '混乱'],
  },
  psychiatric_history: one('无', '曾', '现'),
  diagnosis_self_reported: { holds: 'words' },
  medication: one('规律', '自行停', '否'),
  hospitalised: one('是', '否'),
  actions: { holds: 'several', options: ACTIONS },
  follow_up_agreed: one('同意', '拒绝'),
  notice_given: one('前置语音', '人工告知'),
}
