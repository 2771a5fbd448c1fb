"""Drafts as a section writes them: numbered clauses of real length, no two matters with the same text."""

SUBJECTS = ["信访事项", "联合接访", "积案化解", "律师参与", "网上信访", "领导包案", "初信初访", "听证评议", "信息公开", "专项救助", "督查督办",
            "人民建议", "应急处置", "代办服务", "心理疏导", "考核评价"]
OBJECTS = ["办理", "登记", "甄别", "受理", "答复", "复查", "回访", "归档", "会商", "转送", "调解", "统计"]
FORMS = {"major_decision": ["工作方案", "实施方案", "行动计划", "建设方案"],
         "normative_document": ["办法", "规定", "实施细则", "工作规程"]}
SENTENCES = [
    "承办科室应当在收到材料之日起三个工作日内完成登记，并将登记情况告知信访人。",
    "涉及两个以上科室的，由首办科室牵头，其他科室应当配合，不得推诿。",
    "办理过程中应当听取信访人陈述事实和理由，必要时可以要求有关单位说明情况。",
    "对事实清楚、责任明确、期限较短的事项，可以适用简易办理程序。",
    "办理结果应当书面答复信访人，说明所依据的法律、法规、规章和政策。",
    "不得以任何理由限制信访人依法申请行政复议、提起行政诉讼的权利。",
    "工作人员与信访事项或者信访人有直接利害关系的，应当回避。",
    "办理情况纳入年度考核，由督查科每季度通报一次。",
    "所需经费列入年度部门预算，专款专用，接受审计监督。",
    "有关材料应当一事一档，办结后三十日内移交档案室。",
]
CLAUSES = 8


class Text:
    """A draft's main text. Clauses are numbered from 1; clause 3 has a comma too many."""

    def __init__(self, title, clauses):
        self.title = title
        self.clauses = clauses

    @staticmethod
    def written(rng, kind, number):
        title = f"某区{rng.choice(SUBJECTS)}{rng.choice(OBJECTS)}{rng.choice(FORMS[kind])}（{number}号）"
        clauses = ["为了规范有关工作，根据《信访工作条例》，结合本区实际，制定本件。",
                   f"办理期限为{rng.randrange(5, 60)}日。",
                   "承办人员应当在办理前，核对材料。"]
        while len(clauses) < CLAUSES:
            clauses.append("".join(rng.sample(SENTENCES, rng.randrange(2, 6))))
        return Text(title, clauses)

    def reworded(self, clause, words):
        clauses = list(self.clauses)
        clauses[clause - 1] = words
        return Text(self.title, clauses)

    def without_comma(self):
        """A slip of the pen put right: wording only."""
        return self.reworded(3, self.clauses[2].replace("，", ""))

    def clause(self, number):
        return f"第{'一二三四五六七八'[number - 1]}条 {self.clauses[number - 1]}"

    def bytes(self):
        lines = [self.title, *(self.clause(number) for number in range(1, len(self.clauses) + 1))]
        return ("\n".join(lines) + "\n").encode()


def name_of_clause(number):
    return f"第{'一二三四五六七八'[number - 1]}条"
