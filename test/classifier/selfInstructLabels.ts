import type { TaskType } from '../../src/core/classify/taskTypes';

/**
 * Task types of Self-Instruct's seed tasks (s, `seed_task_N`) and user-oriented tasks (u, `user_oriented_task_N`), given by hand from
 * their instructions, before anything was trained. Tasks that fit several types, or none, were left out.
 */
export const SELF_INSTRUCT_LABELS: Readonly<Partial<Record<TaskType, string>>> = {
  brainstorming:
    's0 s6 s9 s10 s11 s17 s24 s30 s34 s38 s40 s44 s80 s81 s107 s116 s127 s131 u10 u26 u30 u34 u35 u46 u47 u50 u51 u66 u67 u68 u87 u88 u94 u105 u106 u108 u109 u110 u111 u112 u117 u118 u119 u120 u128 u130 u136 u138 u148 u151 u172 u177 u192 u198 u203 u208 u214 u215 u221 u228 u233 u248 u249',
  creative_writing:
    's8 s18 s20 s29 s47 s55 s57 s59 s63 s74 s76 s79 s84 s86 s89 s93 s100 s119 s123 s124 s129 u5 u7 u8 u9 u24 u25 u29 u32 u52 u53 u54 u55 u56 u57 u58 u60 u61 u62 u72 u73 u74 u75 u186 u206 u207 u211 u223 u230',
  general_qa: 's12 s32 s54 s73 s82 s95 s99 s102 s103 s111 s118 s133 s142 u37 u42 u77 u83 u85 u245 u251',
  open_qa: 's48 s60 s88 s143 u27 u71 u89 u115 u124',
  classification:
    's92 s94 s148 s149 s150 s151 s152 s153 s154 s155 s156 s157 s158 s159 s160 s162 s163 s164 s165 s166 s167 s168 s169 s171 s172 s173 s174 u91 u139 u158 u163 u164 u165 u166 u183 u184 u194 u197 u232 u234 u235 u238 u244',
  closed_qa: 's83 u102 u127 u176',
  information_extraction: 's39 s67 s85 s120 u28 u162 u179 u212 u247',
  summarization: 's62 s64 s137 u98 u159 u160 u181 u202',
  rewriting: 's42 s43 s51 s78 s97 s98 s114 s126 u0 u1 u2 u6 u22 u99 u155 u156 u161 u187 u188 u193 u220 u236 u240 u246',
  translation: 's101 s117 u100',
  coding:
    's28 s31 s37 s41 s50 s69 s72 s138 s139 s140 s141 u12 u13 u38 u39 u40 u78 u93 u96 u190 u195 u205 u210 u227 u231 u242',
  math: 's22 s25 s35 s45 s58 s109 s110 s136 s144 u15 u19 u140 u141 u142 u144 u149',
  chat: 's68 u153 u154',
};
