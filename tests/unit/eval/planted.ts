import {
  type LabelledCall,
  labelsOf,
  type RiskAnswer,
  type RiskLabel,
} from '../../../eval/labels/labelled-call.ts'
import { TICKET_FIELDS } from '../../../eval/labels/ticket-fields.ts'
import type { FieldReading, ItemReadings, ItemState, Solver } from '../../../eval/solvers/solver.ts'

const SHOWN: Record<RiskAnswer, ItemState> = {
  yes: 'affirmed',
  volunteered_yes: 'affirmed',
  no: 'denied',
  volunteered_no: 'denied',
  unclear: 'unanswered',
  retracted: 'contradictory',
  not_asked: 'open',
}

function itemsOf(labels: LabelledCall['risk']): ItemReadings {
  return Object.fromEntries(
    Object.entries(labels).map(([item, { asked, answer, evidence }]: [string, RiskLabel]) => [
      item,
      { asked, state: SHOWN[answer], evidence, confidence: 0.9 },
    ]),
  )
}

/** Knows every label of these calls. */
export function perfect(
  calls: readonly LabelledCall[],
): Required<Omit<Solver, 'signals' | 'withModel' | 'decode' | 'hearLeg' | 'followCall'>> {
  return {
    name: 'perfect',
    async redact(turns) {
      const call = calls.find(
        ({ turns: own }) => own.map((t) => t.text).join() === turns.map((t) => t.text).join(),
      )
      return turns.map((_, turn) =>
        (call?.pii ?? []).filter((span) => span.turn === turn).map((span) => ({ ...span, confidence: 1 })),
      )
    },
    risk: async ({ risk, thirdPartyRisk }) => ({ own: itemsOf(risk), thirdParty: itemsOf(thirdPartyRisk) }),
    special: async ({ special }) => special.map((kind) => ({ kind, turn: 1, confidence: 0.8 })),
    async ticket(call) {
      return Object.fromEntries(
        Object.keys(TICKET_FIELDS).map((field) => [
          field,
          labelsOf(call, field).map(
            ({ value, status, evidence }): FieldReading => ({
              value,
              ...(status && { status }),
              evidence: evidence.map((turn) => ({ turn, quote: call.turns[turn]?.text ?? '' })),
              confidence: 0.7,
            }),
          ),
        ]),
      )
    },
    async guidance({ guidance }) {
      const point = (turn: number | null | undefined) => turn ?? null
      return {
        greeting: point(guidance.greeting),
        notice: point(guidance.notice),
        confidentiality: point(guidance.confidentiality),
        summary: point(guidance.summary),
        feedback: point(guidance.feedback),
        steps: guidance.steps,
      }
    },
    async summary(call) {
      return call.turns.map(({ text }, turn) => ({ text, evidence: [{ turn, quote: text }] }))
    },
  }
}

/** Sees and says nothing. */
export const blind: Required<Omit<Solver, 'signals' | 'withModel' | 'decode' | 'hearLeg' | 'followCall'>> = {
  name: 'blind',
  redact: async (turns) => turns.map(() => []),
  risk: async () => ({ own: {}, thirdParty: {} }),
  special: async () => [],
  ticket: async () => ({}),
  guidance: async () => ({
    greeting: null,
    notice: null,
    confidentiality: null,
    summary: null,
    feedback: null,
    steps: [],
  }),
  summary: async () => [],
}
