<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh">
<context>
    <name>ApprovalsPage</name>
    <message>
        <source>待我审批</source>
        <translation>Waiting for my decision</translation>
    </message>
    <message>
        <source>本人密码</source>
        <translation>Your own password</translation>
    </message>
    <message>
        <source>查看</source>
        <translation>Show</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>刷新</source>
        <translation>Refresh</translation>
    </message>
    <message>
        <source>审批要由省平台确认是您本人：输入您自己的登录密码</source>
        <translation>The platform must know that it is you: type your own sign-in password</translation>
    </message>
    <message>
        <source>{count} 件等您决定：看清办什么、为什么，再同意或不同意；不同意要写理由</source>
        <translation>{count} wait for you: look at what and why, then agree or refuse; a refusal needs a reason</translation>
    </message>
    <message>
        <source>没有等您审批的业务</source>
        <translation>Nothing waits for your decision</translation>
    </message>
    <message>
        <source>{clerk} 柜员（网点 {outlet}，{window} 号窗口）{clock} 提交：{reason}</source>
        <translation>Clerk {clerk} (outlet {outlet}, window {window}) asked at {clock}: {reason}</translation>
    </message>
    <message>
        <source>意见</source>
        <translation>Your words</translation>
    </message>
    <message>
        <source>意见，不写姓名和号码</source>
        <translation>Your words; no names, no numbers</translation>
    </message>
    <message>
        <source>不同意</source>
        <translation>Refuse</translation>
    </message>
    <message>
        <source>同意</source>
        <translation>Agree</translation>
    </message>
    <message>
        <source>请输入本人密码</source>
        <translation>Type your own password</translation>
    </message>
</context>
<context>
    <name>FarewellPage</name>
    <message>
        <source>还有 {count} 件等待送达平台</source>
        <translation>{count} still to be sent to the platform</translation>
    </message>
    <message>
        <source>都已存在本机，断电不丢，一件不少、一件不重</source>
        <translation>All are kept here, safe from power cuts: none is lost, none goes twice</translation>
    </message>
    <message>
        <source>下次打开窗口或运行 counter sync 时接着送</source>
        <translation>They go on with the next window, or with counter sync</translation>
    </message>
    <message>
        <source>关窗后由本机在后台接着送，能送的送完为止；下次登录系统时也会接着送</source>
        <translation>This machine goes on without the window until all that can go are sent, also after the next log-on</translation>
    </message>
    <message>
        <source>现在关闭</source>
        <translation>Close now</translation>
    </message>
</context>
<context>
    <name>HistoryRow</name>
    <message>
        <source>看回执</source>
        <translation>Show receipt</translation>
    </message>
</context>
<context>
    <name>OwnPapers</name>
    <message>
        <source>预览</source>
        <translation>Preview</translation>
    </message>
    <message>
        <source>打印</source>
        <translation>Print</translation>
    </message>
</context>
<context>
    <name>PaperView</name>
    <message>
        <source>预览</source>
        <translation>Preview</translation>
    </message>
</context>
<context>
    <name>PreviewPage</name>
    <message>
        <source>只要中文</source>
        <translation>Chinese only</translation>
    </message>
    <message>
        <source>加英文对照</source>
        <translation>Add English</translation>
    </message>
    <message>
        <source>上一页</source>
        <translation>Page before</translation>
    </message>
    <message>
        <source>下一页</source>
        <translation>Next page</translation>
    </message>
    <message>
        <source>放大</source>
        <translation>Larger</translation>
    </message>
    <message>
        <source>缩小</source>
        <translation>Smaller</translation>
    </message>
    <message>
        <source>适合宽度</source>
        <translation>Fit width</translation>
    </message>
    <message>
        <source>整页</source>
        <translation>Whole page</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>存为 PDF</source>
        <translation>Save as PDF</translation>
    </message>
    <message>
        <source>打印</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>补打</source>
        <translation>Print a copy</translation>
    </message>
    <message>
        <source>再打印的一份会标注：补打第 {copy} 次</source>
        <translation>The next one will say: reprint no. {copy}</translation>
    </message>
    <message>
        <source>{width} 毫米卷纸</source>
        <translation>{width} mm roll</translation>
    </message>
    <message>
        <source>{size}，{pages} 页</source>
        <translation>{size}, pages: {pages}</translation>
    </message>
    <message>
        <source>第 {page} 页，共 {pages} 页</source>
        <translation>Page {page} of {pages}</translation>
    </message>
    <message>
        <source>显示 {percent}%</source>
        <translation>Shown at {percent}%</translation>
    </message>
</context>
<context>
    <name>RevealBox</name>
    <message>
        <source>隐藏</source>
        <translation>Hide</translation>
    </message>
    <message>
        <source>{seconds} 秒后隐藏</source>
        <translation>Hidden in {seconds} s</translation>
    </message>
</context>
<context>
    <name>CardChoiceBox</name>
    <message>
        <source>要办哪一张卡</source>
        <translation>Which card it is about</translation>
    </message>
    <message>
        <source>社保功能 {state}，{about}</source>
        <translation>Social security {state}, {about}</translation>
    </message>
    <message>
        <source>已选</source>
        <translation>Chosen</translation>
    </message>
</context>
<context>
    <name>CheckedPage</name>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>接着办</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>号码</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>业务</source>
        <translation>Task</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>出具</source>
        <translation>Given by</translation>
    </message>
    <message>
        <source>密钥</source>
        <translation>Key</translation>
    </message>
    <message>
        <source>本机的记录</source>
        <translation>Recorded here</translation>
    </message>
</context>
<context>
    <name>GuidePage</name>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>存为 PDF</source>
        <translation>Save as PDF</translation>
    </message>
    <message>
        <source>打印指南</source>
        <translation>Print the guide</translation>
    </message>
    <message>
        <source>依据</source>
        <translation>Basis</translation>
    </message>
    <message>
        <source>预览</source>
        <translation>Preview</translation>
    </message>
</context>
<context>
    <name>TurnAwayPage</name>
    <message>
        <source>告知单</source>
        <translation>Notice</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>重打</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>存为 PDF</source>
        <translation>Save as PDF</translation>
    </message>
    <message>
        <source>哪项业务今天办不成</source>
        <translation>What cannot be done today</translation>
    </message>
    <message>
        <source>{title}今天办不成，因为</source>
        <translation>{title} cannot be done today, because</translation>
    </message>
    <message>
        <source>缺哪些材料（一次说全）</source>
        <translation>What is missing (all of it at once)</translation>
    </message>
    <message>
        <source>理由（印在单上）</source>
        <translation>Reason (it is printed)</translation>
    </message>
    <message>
        <source>缺材料</source>
        <translation>Papers are missing</translation>
    </message>
    <message>
        <source>不符合规定</source>
        <translation>The rules say no</translation>
    </message>
    <message>
        <source>本人放弃</source>
        <translation>The holder gives it up</translation>
    </message>
    <message>
        <source>办结，下一位</source>
        <translation>Done, next person</translation>
    </message>
    <message>
        <source>出告知单</source>
        <translation>Make the notice</translation>
    </message>
    <message>
        <source>先选缺的材料</source>
        <translation>Choose what is missing first</translation>
    </message>
    <message>
        <source>先选理由</source>
        <translation>Choose a reason first</translation>
    </message>
    <message>
        <source>预览</source>
        <translation>Preview</translation>
    </message>
</context>
<context>
    <name>FollowPage</name>
    <message>
        <source>同一代办人一天内超过上限；由主管知悉</source>
        <translation>One agent over the limit of a day; a supervisor acknowledges it</translation>
    </message>
    <message>
        <source>待主管知悉</source>
        <translation>for a supervisor</translation>
    </message>
    <message>
        <source>需主管留意</source>
        <translation>For the supervisor</translation>
    </message>
    <message>
        <source>同一代办人一天内超过上限；按下即以当前柜员的名义知悉，留痕</source>
        <translation>One agent over the limit of a day; pressing a row acknowledges it in the name of the clerk signed in, and is kept</translation>
    </message>
    <message>
        <source>今天没有代办超限</source>
        <translation>No agent is over the limit today</translation>
    </message>
    <message>
        <source>今天没有办成的</source>
        <translation>Not met today</translation>
    </message>
    <message>
        <source>不予办理、本人放弃都有理由代码</source>
        <translation>Refusals and what was given up have a reason code</translation>
    </message>
    <message>
        <source>今天没有不予办理和放弃的</source>
        <translation>Nothing was refused or given up today</translation>
    </message>
    <message>
        <source>要核对的告知单</source>
        <translation>Notices to look into</translation>
    </message>
    <message>
        <source>两个窗口都接着办了的，和号码与平台上另一张相同的</source>
        <translation>Taken up at two windows, or under a number of another notice at the platform</translation>
    </message>
    <message>
        <source>今天没有要核对的告知单</source>
        <translation>No notice is to be looked into today</translation>
    </message>
    <message>
        <source>两处接着办</source>
        <translation>Taken up twice</translation>
    </message>
    <message>
        <source>号码重复</source>
        <translation>Number taken</translation>
    </message>
    <message>
        <source>{clock} 起超限：代办 {people} 人，上限 {limit} 人</source>
        <translation>over the limit since {clock}: acts for {people}, limit {limit}</translation>
    </message>
    <message>
        <source>共 {count} 件</source>
        <translation>{count} in all</translation>
    </message>
    <message>
        <source>{clerk} 已知悉</source>
        <translation>seen by {clerk}</translation>
    </message>
    <message>
        <source>知悉</source>
        <translation>Acknowledge</translation>
    </message>
    <message>
        <source>缺 {count} 项材料</source>
        <translation>{count} papers missing</translation>
    </message>
    <message>
        <source>不予办理</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>本人放弃</source>
        <translation>Given up</translation>
    </message>
    <message>
        <source>已送平台</source>
        <translation>at the platform</translation>
    </message>
    <message>
        <source>等待送平台</source>
        <translation>waits to be sent</translation>
    </message>
    <message>
        <source>经办 {clerk}</source>
        <translation>clerk {clerk}</translation>
    </message>
    <message>
        <source>中途放弃</source>
        <translation>Abandoned</translation>
    </message>
    <message>
        <source>跟进</source>
        <translation>Follow-up</translation>
    </message>
    <message>
        <source>今天到期 {lapses}　待领 {ready}　超期 {late}　需主管留意 {many}</source>
        <translation>lapse today {lapses}, ready {ready}, overdue {late}, for the supervisor {many}</translation>
    </message>
    <message>
        <source>今天到期的临时挂失</source>
        <translation>Temporary losses that lapse today</translation>
    </message>
    <message>
        <source>到期自动恢复使用；卡还没找到的，转为正式挂失</source>
        <translation>They end by themselves; make it formal if the card is still missing</translation>
    </message>
    <message>
        <source>今天没有到期的临时挂失</source>
        <translation>None lapses today</translation>
    </message>
    <message>
        <source>制卡与待领</source>
        <translation>Cards being made or ready</translation>
    </message>
    <message>
        <source>制好的卡只交给本人或登记的代办人</source>
        <translation>A finished card goes to the holder or the recorded agent only</translation>
    </message>
    <message>
        <source>没有在制和待领的卡</source>
        <translation>No card is being made or ready</translation>
    </message>
    <message>
        <source>到承诺时限的业务</source>
        <translation>Work that is due</translation>
    </message>
    <message>
        <source>按工作日计</source>
        <translation>in working days</translation>
    </message>
    <message>
        <source>没有超期和将到期的业务</source>
        <translation>Nothing is due or overdue</translation>
    </message>
    <message>
        <source>{clock} 到期，到期自动恢复使用</source>
        <translation>Lapses at {clock}, then the card works again</translation>
    </message>
    <message>
        <source>转正式挂失</source>
        <translation>Make formal</translation>
    </message>
    <message>
        <source>{clock} 已到期，等平台消息</source>
        <translation>Due to have lapsed at {clock}, not heard yet</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>领卡启用</source>
        <translation>Hand over</translation>
    </message>
    <message>
        <source>恢复制卡</source>
        <translation>Resume making</translation>
    </message>
    <message>
        <source>承诺 {day}前制好</source>
        <translation>promised by {day}</translation>
    </message>
    <message>
        <source>已超期</source>
        <translation>overdue</translation>
    </message>
    <message>
        <source>{accepted} 受理，承诺 {due}前办结</source>
        <translation>Accepted {accepted}, promised by {due}</translation>
    </message>
    <message>
        <source>超期</source>
        <translation>Overdue</translation>
    </message>
    <message>
        <source>将到期</source>
        <translation>Due</translation>
    </message>
</context>
<context>
    <name>ActionSheet</name>
    <message>
        <source>更多业务（{lawful} 项可办）</source>
        <translation>More ({lawful} possible)</translation>
    </message>
    <message>
        <source>现在可办</source>
        <translation>Can be done now</translation>
    </message>
    <message>
        <source>暂不可办</source>
        <translation>Not now</translation>
    </message>
    <message>
        <source>{count} 项</source>
        <translation>{count}</translation>
    </message>
</context>
<context>
    <name>CardHalves</name>
    <message>
        <source>平台数据 {moment}</source>
        <translation>Records of {moment}</translation>
    </message>
    <message>
        <source>名下没有卡</source>
        <translation>No card</translation>
    </message>
    <message>
        <source>应已到期，等平台消息</source>
        <translation>Due to have lapsed, not heard yet</translation>
    </message>
    <message>
        <source>{until}，已过期</source>
        <translation>{until}, expired</translation>
    </message>
    <message>
        <source>办理</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>办理卡内密码</source>
        <translation>Do something with the card PIN</translation>
    </message>
    <message>
        <source>查询</source>
        <translation>Ask</translation>
    </message>
    <message>
        <source>查询卡内密码还可试几次</source>
        <translation>Ask how many tries the card PIN has left</translation>
    </message>
    <message>
        <source>等待平台确认·{clock} 本机受理</source>
        <translation>Waiting for the platform, accepted here {clock}</translation>
    </message>
    <message>
        <source>银行账户未挂失，须另行告知</source>
        <translation>Bank account not stopped: tell the bank</translation>
    </message>
    <message>
        <source>还没有平台数据</source>
        <translation>No platform data yet</translation>
    </message>
    <message>
        <source>平台已确认</source>
        <translation>Platform confirmed</translation>
    </message>
    <message>
        <source>由平台查找</source>
        <translation>The platform finds it</translation>
    </message>
    <message>
        <source>未记载</source>
        <translation>Not recorded</translation>
    </message>
    <message>
        <source>卡号</source>
        <translation>Card</translation>
    </message>
    <message>
        <source>有效期</source>
        <translation>Valid</translation>
    </message>
    <message>
        <source>卡内密码</source>
        <translation>Chip PIN</translation>
    </message>
    <message>
        <source>未查询</source>
        <translation>Not asked</translation>
    </message>
    <message>
        <source>状态时间</source>
        <translation>As of</translation>
    </message>
    <message>
        <source>尾号 {tail}</source>
        <translation>ends {tail}</translation>
    </message>
    <message>
        <source>未知</source>
        <translation>Unknown</translation>
    </message>
    <message>
        <source>{tail}，{kind}</source>
        <translation>{tail}, {kind}</translation>
    </message>
    <message>
        <source>须向银行另报</source>
        <translation>Report to the bank too</translation>
    </message>
    <message>
        <source>由平台转告银行</source>
        <translation>Platform tells the bank</translation>
    </message>
    <message>
        <source>银行</source>
        <translation>Bank</translation>
    </message>
    <message>
        <source>账号</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>挂失</source>
        <translation>Loss</translation>
    </message>
    <message>
        <source>数据时间</source>
        <translation>As of</translation>
    </message>
    <message>
        <source>等待平台确认</source>
        <translation>Waiting for platform</translation>
    </message>
    <message>
        <source>{stands}，须处理</source>
        <translation>{stands}, to settle</translation>
    </message>
</context>
<context>
    <name>GuideBox</name>
    <message>
        <source>办理要点</source>
        <translation>Guide</translation>
    </message>
    <message>
        <source>依据：{basis}</source>
        <translation>Basis: {basis}</translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>卡没读出</source>
        <translation>Card not read</translation>
    </message>
    <message>
        <source>刚才办过</source>
        <translation>Just served</translation>
    </message>
    <message>
        <source>重打回执或接着办</source>
        <translation>reprint or go on</translation>
    </message>
    <message>
        <source>没有带卡和证</source>
        <translation>No card, no ID</translation>
    </message>
    <message>
        <source>先选业务，再按号码、卡号或姓名查找</source>
        <translation>choose the task, then find the person</translation>
    </message>
    <message>
        <source>请放社保卡</source>
        <translation>Place the card</translation>
    </message>
    <message>
        <source>放上即读，自动打开办理页。</source>
        <translation>It is read at once and the person opens.</translation>
    </message>
    <message>
        <source>今天</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>今天受理</source>
        <translation>accepted today</translation>
    </message>
    <message>
        <source>等待送达</source>
        <translation>waiting to be sent</translation>
    </message>
    <message>
        <source>等待与例外</source>
        <translation>Waiting and exceptions</translation>
    </message>
    <message>
        <source>查看</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>{count} 件被退回，须处理</source>
        <translation>{count} turned down: needs you</translation>
    </message>
    <message>
        <source>处理</source>
        <translation>Settle</translation>
    </message>
    <message>
        <source>{count} 件等待送达平台</source>
        <translation>{count} waiting for the platform</translation>
    </message>
    <message>
        <source>自 {clock}</source>
        <translation>since {clock}</translation>
    </message>
    <message>
        <source>已安全存于本机，恢复后自动送</source>
        <translation>safe here; sent when the line is back</translation>
    </message>
    <message>
        <source>挂失优先</source>
        <translation>losses first</translation>
    </message>
    <message>
        <source>没有等待和例外</source>
        <translation>Nothing waits</translation>
    </message>
    <message>
        <source>受理的业务平台都有答复</source>
        <translation>The platform has answered everything</translation>
    </message>
    <message>
        <source>读卡器上有卡</source>
        <translation>Card on the reader</translation>
    </message>
    <message>
        <source>社保卡读卡器 就绪</source>
        <translation>Card reader ready</translation>
    </message>
    <message>
        <source>正在找读卡器</source>
        <translation>Looking for the reader</translation>
    </message>
    <message>
        <source>没有读卡器，请按号码查找</source>
        <translation>No reader: search by number</translation>
    </message>
    <message>
        <source>请放社保卡或身份证</source>
        <translation>Place card or ID</translation>
    </message>
    <message>
        <source>身份证读卡器 就绪</source>
        <translation>ID reader ready</translation>
    </message>
    <message>
        <source>没有身份证读卡器</source>
        <translation>No ID reader</translation>
    </message>
    <message>
        <source>{count} 件例外，须处理</source>
        <translation>{count} exceptions to settle</translation>
    </message>
</context>
<context>
    <name>LineSlot</name>
    <message>
        <source>练习</source>
        <translation>Practice</translation>
    </message>
    <message>
        <source>点击立即重试</source>
        <translation>Click to try at once</translation>
    </message>
</context>
<context>
    <name>PersonHeader</name>
    <message>
        <source>显示号码</source>
        <translation>Show number</translation>
    </message>
    <message>
        <source>结束</source>
        <translation>End</translation>
    </message>
    <message>
        <source>姓名待填</source>
        <translation>Name to be asked</translation>
    </message>
    <message>
        <source>社保卡已读</source>
        <translation>Card was read</translation>
    </message>
    <message>
        <source>按号码找到，请核对证件</source>
        <translation>Found by number: check the ID</translation>
    </message>
    <message>
        <source>按号码受理，请核对证件</source>
        <translation>By number: check the ID</translation>
    </message>
    <message>
        <source>本机没有此人数据</source>
        <translation>Not known here</translation>
    </message>
    <message>
        <source>本机数据·{when}</source>
        <translation>Local data, {when}</translation>
    </message>
    <message>
        <source>{sex}·{age} 岁</source>
        <translation>{sex}, {age} years</translation>
    </message>
    <message>
        <source>{age} 岁</source>
        <translation>{age} years</translation>
    </message>
    <message>
        <source>手机 {number}</source>
        <translation>Mobile {number}</translation>
    </message>
    <message>
        <source>身份证和社保卡已读</source>
        <translation>ID and card read</translation>
    </message>
    <message>
        <source>身份证已读</source>
        <translation>Identity document read</translation>
    </message>
</context>
<context>
    <name>PersonPage</name>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>本网点就近办：{work}</source>
        <translation>Also done at this outlet: {work}</translation>
    </message>
    <message>
        <source>承诺 {day}前制好</source>
        <translation>Promised by {day}</translation>
    </message>
    <message>
        <source>{reason}。按 Ctrl+O 恢复制卡</source>
        <translation>{reason}. Ctrl+O, then resume making</translation>
    </message>
    <message>
        <source>本人或登记的代办人来领，按 F3 领卡启用</source>
        <translation>The holder or the recorded agent collects it; F3 hands it over</translation>
    </message>
    <message>
        <source>新卡{state}，{bank}</source>
        <translation>New card: {state}, {bank}</translation>
    </message>
    <message>
        <source>重打回执</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>去处理</source>
        <translation>Settle it</translation>
    </message>
    <message>
        <source>姓名有 {count} 个字没有字形：{codes}</source>
        <translation>{count} character(s) of the name without a glyph: {codes}</translation>
    </message>
    <message>
        <source>屏幕和纸上都写它的编码，记录不受影响。请与证件核对这个字</source>
        <translation>Screen and paper show its code, the record keeps it as it is. Compare it with the document</translation>
    </message>
    <message>
        <source>此前办理</source>
        <translation>Before</translation>
    </message>
    <message>
        <source>{title}已存本机，等待送达平台</source>
        <translation>{title} is kept here, waiting for the platform</translation>
    </message>
    <message>
        <source>{clock} 受理，恢复联网后最先送出；平台收到后生效</source>
        <translation>Accepted {clock}, sent first when the line is back; in effect when the platform has it</translation>
    </message>
    <message>
        <source>{clock} 受理，平台确认后生效</source>
        <translation>Accepted {clock}, in effect when the platform has confirmed</translation>
    </message>
    <message>
        <source>平台没有写明原因</source>
        <translation>The platform gave no reason</translation>
    </message>
    <message>
        <source>本窗口没有办过</source>
        <translation>Nothing done at this window</translation>
    </message>
    <message>
        <source>最近 {shown} 件，共 {count} 件</source>
        <translation>latest {shown} of {count}</translation>
    </message>
    <message>
        <source>是同一人</source>
        <translation>Same person</translation>
    </message>
    <message>
        <source>证件姓名与记录不同，是同一人吗？</source>
        <translation>The name on the document differs: is it the same person?</translation>
    </message>
    <message>
        <source>{names}。不是本人请按 Esc 结束</source>
        <translation>{names}. If it is not, end with Esc</translation>
    </message>
    <message>
        <source>{title}：{stands}</source>
        <translation>{title}: {stands}</translation>
    </message>
</context>
<context>
    <name>PracticePage</name>
    <message>
        <source>练习</source>
        <translation>Practice</translation>
    </message>
    <message>
        <source>都是虚构的人和卡，可以随便试</source>
        <translation>Made-up people and cards, try anything</translation>
    </message>
    <message>
        <source>练习用的人</source>
        <translation>Practice people</translation>
    </message>
    <message>
        <source>查找练习用的人</source>
        <translation>Find a practice person</translation>
    </message>
    <message>
        <source>姓名、号码或卡况</source>
        <translation>Name, number or case</translation>
    </message>
    <message>
        <source>没有这个人</source>
        <translation>Nobody of that name</translation>
    </message>
    <message>
        <source>放卡</source>
        <translation>Card on</translation>
    </message>
    <message>
        <source>放 {name} 的卡</source>
        <translation>Lay on the card of {name}</translation>
    </message>
    <message>
        <source>放身份证</source>
        <translation>ID card on</translation>
    </message>
    <message>
        <source>放 {name} 的身份证</source>
        <translation>Lay on the ID card of {name}</translation>
    </message>
</context>
<context>
    <name>PictureField</name>
    <message>
        <source>选照片文件</source>
        <translation>Choose a photo file</translation>
    </message>
    <message>
        <source>或把文件拖到这里</source>
        <translation>or drop the file here</translation>
    </message>
    <message>
        <source>换一张</source>
        <translation>Choose another</translation>
    </message>
</context>
<context>
    <name>Picturing</name>
    <message>
        <source>照片 (*.jpg *.jpeg *.png)</source>
        <translation>Photos (*.jpg *.jpeg *.png)</translation>
    </message>
    <message>
        <source>选照片</source>
        <translation>Choose a photo</translation>
    </message>
    <message>
        <source>文件类型</source>
        <translation>File type</translation>
    </message>
</context>
<context>
    <name>Portrait</name>
    <message>
        <source>卡面照片</source>
        <translation>Photo for the card</translation>
    </message>
    <message>
        <source>还没有照片</source>
        <translation>No photo yet</translation>
    </message>
</context>
<context>
    <name>ProcedurePage</name>
    <message>
        <source>签字登记表</source>
        <translation>Form to sign</translation>
    </message>
    <message>
        <source>{title}：{text}（{foot}）</source>
        <translation>{title}: {text} ({foot})</translation>
    </message>
    <message>
        <source>今天办不成</source>
        <translation>Cannot be done today</translation>
    </message>
    <message>
        <source>上一步</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>还有 {count} 处要改：{label}</source>
        <translation>{count} to correct: {label}</translation>
    </message>
    <message>
        <source>还要填：{label}</source>
        <translation>Still needed: {label}</translation>
    </message>
</context>
<context>
    <name>ReceiptPaper</name>
    <message>
        <source>练习，不作凭证</source>
        <translation>Practice, not a proof</translation>
    </message>
</context>
<context>
    <name>ResultPage</name>
    <message>
        <source>签字登记表</source>
        <translation>Form to sign</translation>
    </message>
    <message>
        <source>回执有 {count} 个字没有字形，框内写编码：{codes}</source>
        <translation>{count} character(s) of the receipt without a glyph, their codes in frames: {codes}</translation>
    </message>
    <message>
        <source>打印副本</source>
        <translation>Print the copy</translation>
    </message>
    <message>
        <source>存副本</source>
        <translation>Save the copy</translation>
    </message>
    <message>
        <source>撤回</source>
        <translation>Withdraw</translation>
    </message>
    <message>
        <source>发生了什么</source>
        <translation>What happened</translation>
    </message>
    <message>
        <source>对持卡人意味着</source>
        <translation>What it means for the holder</translation>
    </message>
    <message>
        <source>接下来</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>回执</source>
        <translation>Receipt</translation>
    </message>
    <message>
        <source>重打回执</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>存为 PDF</source>
        <translation>Save as PDF</translation>
    </message>
    <message>
        <source>办结，下一位</source>
        <translation>Done, next person</translation>
    </message>
    <message>
        <source>受理号 {number}，{clock}</source>
        <translation>Receipt {number}, {clock}</translation>
    </message>
    <message>
        <source>预览</source>
        <translation>Preview</translation>
    </message>
    <message>
        <source>预览副本</source>
        <translation>Preview</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>存为 PDF</source>
        <translation>Save as PDF</translation>
    </message>
    <message>
        <source>文件类型</source>
        <translation>File type</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>查找</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>{task}：输入证件号、卡号或姓名</source>
        <translation>{task}: ID, card number or name</translation>
    </message>
    <message>
        <source>证件号、卡号、姓名、拼音首字母</source>
        <translation>ID, card number, name, initials</translation>
    </message>
    <message>
        <source>号码、姓名、首字母</source>
        <translation>Number, name, initials</translation>
    </message>
</context>
<context>
    <name>SearchHits</name>
    <message>
        <source>还有 {count} 人，请再多输几个字</source>
        <translation>{count} more: type a little more</translation>
    </message>
    <message>
        <source>按号码和姓名受理挂失</source>
        <translation>Report lost by number and name</translation>
    </message>
    <message>
        <source>本机没有此人，离线也可受理，平台来找卡</source>
        <translation>Not known here; accepted offline, the platform finds the card</translation>
    </message>
    <message>
        <source>或</source>
        <translation> or </translation>
    </message>
    <message>
        <source>证件 {number}</source>
        <translation>ID {number}</translation>
    </message>
    <message>
        <source>作为{papers}号码，平台来找卡</source>
        <translation>As the number of a {papers}; the platform finds the card</translation>
    </message>
    <message>
        <source>没有找到，核对号码或姓名</source>
        <translation>Nobody found: check the number or name</translation>
    </message>
    <message>
        <source>{year} 年生</source>
        <translation>born {year}</translation>
    </message>
    <message>
        <source>卡 {number}</source>
        <translation>card {number}</translation>
    </message>
    <message>
        <source>本机没有，正在问省平台</source>
        <translation>Nobody known here, asking the platform</translation>
    </message>
</context>
<context>
    <name>SecondPage</name>
    <message>
        <source>先输入复核人工号</source>
        <translation>Type the other clerk's number first</translation>
    </message>
    <message>
        <source>同意并提交</source>
        <translation>Agree and submit</translation>
    </message>
    <message>
        <source>复核人密码</source>
        <translation>Password of the other clerk</translation>
    </message>
    <message>
        <source>复核人工号</source>
        <translation>Number of the other clerk</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>须第二人同意</source>
        <translation>A second person must agree</translation>
    </message>
    <message>
        <source>在本窗口复核</source>
        <translation>At this window</translation>
    </message>
    <message>
        <source>请主管远程复核</source>
        <translation>A supervisor elsewhere</translation>
    </message>
    <message>
        <source>为什么本网点没有人能复核</source>
        <translation>Why nobody at this outlet can</translation>
    </message>
    <message>
        <source>理由，不写姓名和号码</source>
        <translation>Why; no names, no numbers</translation>
    </message>
    <message>
        <source>提交远程复核</source>
        <translation>Ask elsewhere</translation>
    </message>
    <message>
        <source>请输入复核人的密码</source>
        <translation>Type the password of the second person</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>值班</source>
        <translation>On duty</translation>
    </message>
    <message>
        <source>锁定窗口</source>
        <translation>Lock the window</translation>
    </message>
    <message>
        <source>交接</source>
        <translation>Hand-over</translation>
    </message>
    <message>
        <source>签退</source>
        <translation>Sign out</translation>
    </message>
    <message>
        <source>设置</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>改动立即生效，下次启动仍保留。</source>
        <translation>Changes take effect at once and are kept.</translation>
    </message>
    <message>
        <source>待我审批</source>
        <translation>Approvals</translation>
    </message>
</context>
<context>
    <name>LockPage</name>
    <message>
        <source>窗口已锁定</source>
        <translation>The window is locked</translation>
    </message>
    <message>
        <source>解锁</source>
        <translation>Unlock</translation>
    </message>
    <message>
        <source>换人接班：输入自己的工号和密码，没办完的会列出来接手。</source>
        <translation>Somebody else takes over: type your own number and password. What is not finished is listed to be taken over.</translation>
    </message>
    <message>
        <source>签退</source>
        <translation>Sign out</translation>
    </message>
    <message>
        <source>{minutes} 分钟没有人操作。办到一半的都还在。</source>
        <translation>Nobody has touched it for {minutes} minutes. Nothing begun is lost.</translation>
    </message>
    <message>
        <source>登录已到时，请重新登录。办到一半的都还在。</source>
        <translation>The sign-in is over: sign in again. Nothing begun is lost.</translation>
    </message>
    <message>
        <source>办到一半的都还在。</source>
        <translation>Nothing begun is lost.</translation>
    </message>
</context>
<context>
    <name>PapersPage</name>
    <message>
        <source>等着打印的纸</source>
        <translation>Papers on their way</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>刷新</source>
        <translation>Refresh</translation>
    </message>
    <message>
        <source>打印机好了会接着打，不用重办业务；没打成的，每份定一下：重打、已出纸，或不打了</source>
        <translation>They go on when the printer is well, nothing is done anew; for each that was not printed say: again, it is here, or not any more</translation>
    </message>
    <message>
        <source>没有等着打印的纸</source>
        <translation>No paper waits</translation>
    </message>
    <message>
        <source>不打了的原因</source>
        <translation>Why not any more</translation>
    </message>
    <message>
        <source>不打了的原因，不写姓名和号码</source>
        <translation>Why not any more, no names or numbers</translation>
    </message>
    <message>
        <source>不打了</source>
        <translation>Not any more</translation>
    </message>
    <message>
        <source>已出纸</source>
        <translation>It is here</translation>
    </message>
    <message>
        <source>补打</source>
        <translation>Print a copy</translation>
    </message>
    <message>
        <source>重打</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>补打 {number}</source>
        <translation>copy {number}</translation>
    </message>
    <message>
        <source>写一下不打了的原因，再点不打了</source>
        <translation>Say why, then choose Not any more</translation>
    </message>
</context>
<context>
    <name>PasswordPage</name>
    <message>
        <source>先改密码，再登录</source>
        <translation>Change the password, then sign in</translation>
    </message>
    <message>
        <source>原密码</source>
        <translation>Old password</translation>
    </message>
    <message>
        <source>新密码</source>
        <translation>New password</translation>
    </message>
    <message>
        <source>再输一次新密码</source>
        <translation>New password once more</translation>
    </message>
    <message>
        <source>至少 {count} 个字符，字母、数字、其他字符至少两种；不能含工号，不能与原密码相同，不能容易猜到</source>
        <translation>At least {count} characters, two kinds of letters, digits and others; not your number, not the old password, not easily guessed</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>改密码并登录</source>
        <translation>Change and sign in</translation>
    </message>
    <message>
        <source>工号 {clerk}：密码到期，或是别人代设的。改密码须连着省平台。</source>
        <translation>Clerk {clerk}: the password is too old, or somebody else set it. A line to the platform is needed.</translation>
    </message>
    <message>
        <source>三栏都要填</source>
        <translation>Fill in all three</translation>
    </message>
    <message>
        <source>两次输入的新密码不一样</source>
        <translation>The two new passwords differ</translation>
    </message>
</context>
<context>
    <name>HandOverPage</name>
    <message>
        <source>以后再接</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>交接：没办完的 {count} 件</source>
        <translation>Hand-over: {count} not finished</translation>
    </message>
    <message>
        <source>接手后由您继续办，记录里写明谁交给谁；填过的都在，已有的复核同意作废。以后要接：Ctrl+H</source>
        <translation>What you take over you go on with, and the record says who gave it to whom. Answers stay; a second person's agreement is void. Later: Ctrl+H</translation>
    </message>
    <message>
        <source>{clerk} 柜员，{clock} 开始</source>
        <translation>Clerk {clerk}, begun at {clock}</translation>
    </message>
    <message>
        <source>接手</source>
        <translation>Take over</translation>
    </message>
    <message>
        <source>刚打开，还没有选业务</source>
        <translation>Just opened, nothing chosen yet</translation>
    </message>
    <message>
        <source>{task}：已办，结果页还开着</source>
        <translation>{task}: done, its result still open</translation>
    </message>
    <message>
        <source>{task}：办到一半</source>
        <translation>{task}: half done</translation>
    </message>
</context>
<context>
    <name>SignInForm</name>
    <message>
        <source>工号</source>
        <translation>Clerk number</translation>
    </message>
    <message>
        <source>密码</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>密码（可不填）</source>
        <translation>Password (optional)</translation>
    </message>
    <message>
        <source>先输入工号</source>
        <translation>Type the clerk number first</translation>
    </message>
    <message>
        <source>先输入密码</source>
        <translation>Type the password first</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>标准字</source>
        <translation>Normal text</translation>
    </message>
    <message>
        <source>大字</source>
        <translation>Large text</translation>
    </message>
    <message>
        <source>登录</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>练习模式，不用密码</source>
        <translation>Practice mode, no password</translation>
    </message>
    <message>
        <source>输入自己的工号和密码</source>
        <translation>Type your own number and password</translation>
    </message>
    <message>
        <source>练习工号：{names}</source>
        <translation>Practice clerks: {names}</translation>
    </message>
    <message>
        <source>等本机数据打开后再登录</source>
        <translation>Wait until the local data is open</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>时钟不准 {clock}</source>
        <translation>clock wrong {clock}</translation>
    </message>
    <message>
        <source>社保卡</source>
        <translation>SSC</translation>
    </message>
    <message>
        <source>打印机</source>
        <translation>Printer</translation>
    </message>
    <message>
        <source>身份证</source>
        <translation>ID</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>锁定窗口</source>
        <translation>Lock the window</translation>
    </message>
    <message>
        <source>锁定窗口 Ctrl+L，签退也在那里</source>
        <translation>Lock the window, Ctrl+L; sign out there</translation>
    </message>
    <message>
        <source>标准字</source>
        <translation>Normal text</translation>
    </message>
    <message>
        <source>大字</source>
        <translation>Large text</translation>
    </message>
</context>
<context>
    <name>TrainerPanel</name>
    <message>
        <source>制卡</source>
        <translation>Cards being made</translation>
    </message>
    <message>
        <source>马上制好</source>
        <translation>Ready now</translation>
    </message>
    <message>
        <source>在制 {making} 张，待领 {ready} 张，失败 {failed} 张</source>
        <translation>{making} being made, {ready} to be collected, {failed} failed</translation>
    </message>
    <message>
        <source>都会失败</source>
        <translation>all fail</translation>
    </message>
    <message>
        <source>恢复正常制卡</source>
        <translation>As usual</translation>
    </message>
    <message>
        <source>正常</source>
        <translation>as usual</translation>
    </message>
    <message>
        <source>让制卡失败</source>
        <translation>Let them fail</translation>
    </message>
    <message>
        <source>读卡器上</source>
        <translation>On the readers</translation>
    </message>
    <message>
        <source>社保卡</source>
        <translation>SSC</translation>
    </message>
    <message>
        <source>身份证</source>
        <translation>ID card</translation>
    </message>
    <message>
        <source>把社保卡拿走</source>
        <translation>Take the social security card away</translation>
    </message>
    <message>
        <source>把身份证拿走</source>
        <translation>Take the ID card away</translation>
    </message>
    <message>
        <source>拿走</source>
        <translation>Take away</translation>
    </message>
    <message>
        <source>下一次读卡</source>
        <translation>Next reading</translation>
    </message>
    <message>
        <source>PSAM 卡</source>
        <translation>PSAM</translation>
    </message>
    <message>
        <source>线路</source>
        <translation>Line</translation>
    </message>
    <message>
        <source>断开后照样受理，接通后自动送出。</source>
        <translation>Work is accepted while it is cut, and goes out when it is joined.</translation>
    </message>
    <message>
        <source>没有放</source>
        <translation>Nothing</translation>
    </message>
    <message>
        <source>已断开</source>
        <translation>Cut</translation>
    </message>
    <message>
        <source>接通线路</source>
        <translation>Join</translation>
    </message>
    <message>
        <source>已接通</source>
        <translation>Joined</translation>
    </message>
    <message>
        <source>断开线路</source>
        <translation>Cut</translation>
    </message>
    <message>
        <source>选一种故障，让受训人练习应对。</source>
        <translation>Choose a trouble for the trainee to deal with.</translation>
    </message>
    <message>
        <source>读卡器上这张卡下一次读时发生，只一次。</source>
        <translation>Happens when the card on the reader is read next, once.</translation>
    </message>
    <message>
        <source>下一张放上的卡读时发生，只一次。</source>
        <translation>Happens when the card put on next is read, once.</translation>
    </message>
    <message>
        <source>已取出</source>
        <translation>Taken out</translation>
    </message>
    <message>
        <source>放入</source>
        <translation>Put in</translation>
    </message>
    <message>
        <source>在卡槽里</source>
        <translation>In its slot</translation>
    </message>
    <message>
        <source>自动放入</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>取出</source>
        <translation>Take out</translation>
    </message>
</context>
<context>
    <name>TroublePage</name>
    <message>
        <source>现在不能受理新的业务，已受理的都还在</source>
        <translation>No new work can be accepted; what was accepted is kept</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>编码 {code}</source>
        <translation>Code {code}</translation>
    </message>
</context>
<context>
    <name>VisitBar</name>
    <message>
        <source>姓名待填</source>
        <translation>Name to be asked</translation>
    </message>
    <message>
        <source>社保</source>
        <translation>SSC</translation>
    </message>
    <message>
        <source>金融</source>
        <translation>Bank</translation>
    </message>
    <message>
        <source>{state}，等待</source>
        <translation>{state}, waiting</translation>
    </message>
    <message>
        <source>等待</source>
        <translation>Waiting</translation>
    </message>
</context>
<context>
    <name>WaitingPage</name>
    <message>
        <source>单独重试，不耽误别的</source>
        <translation>tried alone, holds nobody up</translation>
    </message>
    <message>
        <source>平台生效</source>
        <translation>In effect at the platform</translation>
    </message>
    <message>
        <source>等待与例外</source>
        <translation>Waiting and exceptions</translation>
    </message>
    <message>
        <source>现在重试</source>
        <translation>Try now</translation>
    </message>
    <message>
        <source>{count} 件</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>要您处理</source>
        <translation>Needs you</translation>
    </message>
    <message>
        <source>等待送达平台</source>
        <translation>Waiting for the platform</translation>
    </message>
    <message>
        <source>{count} 件，按送出次序</source>
        <translation>{count}, in sending order</translation>
    </message>
    <message>
        <source>今日平台已答复</source>
        <translation>Answered today</translation>
    </message>
    <message>
        <source>没有等待和例外</source>
        <translation>Nothing waits</translation>
    </message>
    <message>
        <source>例外 {refused}　等待 {waiting}　今日已答复 {settled}</source>
        <translation>{refused} exceptions, {waiting} waiting, {settled} today</translation>
    </message>
    <message>
        <source>已交给平台，等答复</source>
        <translation>Handed over, no answer yet</translation>
    </message>
    <message>
        <source>已导出（第 {serial} 号文件），等带回答复</source>
        <translation>Taken out in file {serial}, waiting for its answers</translation>
    </message>
    <message>
        <source>挂失优先</source>
        <translation>losses first</translation>
    </message>
    <message>
        <source>恢复联网后送出</source>
        <translation>Sent when the line is back</translation>
    </message>
    <message>
        <source>{clock} 平台已确认</source>
        <translation>Confirmed {clock}</translation>
    </message>
    <message>
        <source>平台没有写明原因</source>
        <translation>The platform gave no reason</translation>
    </message>
    <message>
        <source>进展</source>
        <translation>Progress</translation>
    </message>
    <message>
        <source>发生了什么</source>
        <translation>What happened</translation>
    </message>
    <message>
        <source>平台退回：{reason}</source>
        <translation>Turned down: {reason}</translation>
    </message>
    <message>
        <source>对持卡人意味着</source>
        <translation>What it means for the holder</translation>
    </message>
    <message>
        <source>您可以</source>
        <translation>You can</translation>
    </message>
    <message>
        <source>{clerk} 受理，已给回执</source>
        <translation>Accepted by {clerk}, receipt given</translation>
    </message>
    <message>
        <source>交给平台</source>
        <translation>Handed to the platform</translation>
    </message>
    <message>
        <source>导出（第 {serial} 号文件）</source>
        <translation>Taken out in file {serial}</translation>
    </message>
    <message>
        <source>平台确认</source>
        <translation>Platform confirmed</translation>
    </message>
    <message>
        <source>平台退回</source>
        <translation>Platform turned it down</translation>
    </message>
    <message>
        <source>{said}，编码 {code}</source>
        <translation>{said}, code {code}</translation>
    </message>
    <message>
        <source>{state}，下次自动重试 {clock}</source>
        <translation>{state}, next try {clock}</translation>
    </message>
    <message>
        <source>排在 …{receipt} 后面</source>
        <translation>Behind …{receipt}</translation>
    </message>
    <message>
        <source>已转{whom}：{reason}</source>
        <translation>Escalated ({whom}): {reason}</translation>
    </message>
    <message>
        <source>接下来</source>
        <translation>What comes next</translation>
    </message>
    <message>
        <source>；</source>
        <translation>. </translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>排在它后面</source>
        <translation>Waiting behind it</translation>
    </message>
    <message>
        <source>{count} 件：{receipts}，处理后接着送出</source>
        <translation>{count}: {receipts}, sent once this is settled</translation>
    </message>
    <message>
        <source>接替回执</source>
        <translation>The receipt's successor</translation>
    </message>
    <message>
        <source>交给持卡人，原回执收回</source>
        <translation>Give it to the holder and take the other one back</translation>
    </message>
    <message>
        <source>打印接替回执</source>
        <translation>Print the successor</translation>
    </message>
    <message>
        <source>存为 PDF</source>
        <translation>Save as PDF</translation>
    </message>
    <message>
        <source>看回执</source>
        <translation>Show receipt</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>审批</source>
        <translation>Approve</translation>
    </message>
    <message>
        <source>跟进</source>
        <translation>Follow-up</translation>
    </message>
    <message>
        <source>社会保障卡柜台</source>
        <translation>Social security card counter</translation>
    </message>
    <message>
        <source>办理</source>
        <translation>Desk</translation>
    </message>
    <message>
        <source>等待</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>练习</source>
        <translation>Practice</translation>
    </message>
    <message>
        <source>设置</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>姓名待填</source>
        <translation>Name to be asked</translation>
    </message>
</context>
<context>
    <name>WorkTable</name>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>受理</source>
        <translation>Accepted</translation>
    </message>
    <message>
        <source>持卡人</source>
        <translation>Holder</translation>
    </message>
    <message>
        <source>业务</source>
        <translation>Task</translation>
    </message>
    <message>
        <source>回执号</source>
        <translation>Receipt</translation>
    </message>
    <message>
        <source>原因或进展</source>
        <translation>Reason or progress</translation>
    </message>
</context>
<context>
    <name>_Check</name>
    <message>
        <source>开班检查</source>
        <translation>Opening check</translation>
    </message>
    <message>
        <source>省平台</source>
        <translation>Platform</translation>
    </message>
    <message>
        <source>社保卡读卡器</source>
        <translation>Card reader</translation>
    </message>
    <message>
        <source>打印机</source>
        <translation>Printer</translation>
    </message>
    <message>
        <source>本机数据</source>
        <translation>Local data</translation>
    </message>
    <message>
        <source>已设</source>
        <translation>set</translation>
    </message>
    <message>
        <source>未设打印机</source>
        <translation>No printer set</translation>
    </message>
    <message>
        <source>正在打开</source>
        <translation>opening</translation>
    </message>
    <message>
        <source>完好</source>
        <translation>whole</translation>
    </message>
</context>
<context>
    <name>_Left</name>
    <message>
        <source>社会保障卡柜台</source>
        <translation>Social security card counter</translation>
    </message>
    <message>
        <source>{province}·{window} 号窗口</source>
        <translation>{province}, window {window}</translation>
    </message>
    <message>
        <source>规则包 {pack}（草案）</source>
        <translation>Rule pack {pack} (draft)</translation>
    </message>
    <message>
        <source>规则包 {pack}</source>
        <translation>Rule pack {pack}</translation>
    </message>
    <message>
        <source>练习模式，不影响真实数据</source>
        <translation>Practice mode, no real data is touched</translation>
    </message>
    <message>
        <source>本机数据正在打开</source>
        <translation>Local data is being opened</translation>
    </message>
    <message>
        <source>{count} 件等待送达平台</source>
        <translation>{count} waiting for the platform</translation>
    </message>
    <message>
        <source>没有等待送达的业务</source>
        <translation>Nothing waits for the platform</translation>
    </message>
    <message>
        <source>{count} 件例外，要处理</source>
        <translation>{count} exceptions to settle</translation>
    </message>
</context>
<context>
    <name>PinPage</name>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>卡内密码</source>
        <translation>Card PIN</translation>
    </message>
    <message>
        <source>查询</source>
        <translation>Ask</translation>
    </message>
    <message>
        <source>查询不占次数；密码不留在本机</source>
        <translation>Asking costs no try; no PIN is kept on this machine</translation>
    </message>
    <message>
        <source>姓名待填</source>
        <translation>Name to come</translation>
    </message>
    <message>
        <source>由平台查找</source>
        <translation>The platform finds it</translation>
    </message>
    <message>
        <source>卡号</source>
        <translation>Card</translation>
    </message>
    <message>
        <source>请持卡人收好卡</source>
        <translation>Give the card back to the holder</translation>
    </message>
    <message>
        <source>密码由持卡人在密码键盘上输入</source>
        <translation>The holder enters the PIN on the key pad</translation>
    </message>
    <message>
        <source>没有密码键盘：本省许可持卡人在屏上自己输入，柜员请回避</source>
        <translation>No key pad: this province lets the holder type the PIN here, the clerk looks away</translation>
    </message>
    <message>
        <source>现在可办</source>
        <translation>Can be done now</translation>
    </message>
    <message>
        <source>暂不可办</source>
        <translation>Not now</translation>
    </message>
    <message>
        <source>{count} 项</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>怎样核实了来办的人？没有核实不能办</source>
        <translation>How did you check who this is? Without a check it cannot be done</translation>
    </message>
    <message>
        <source>把身份证放上身份证读卡器，就不用选</source>
        <translation>With the identity card on its reader there is nothing to choose</translation>
    </message>
    <message>
        <source>打印回执</source>
        <translation>Print the receipt</translation>
    </message>
    <message>
        <source>存为 PDF</source>
        <translation>Save as PDF</translation>
    </message>
    <message>
        <source>回执 {number}</source>
        <translation>Receipt {number}</translation>
    </message>
</context>
<context>
    <name>PinEntryPage</name>
    <message>
        <source>不再等</source>
        <translation>Wait no longer</translation>
    </message>
    <message>
        <source>已等 {seconds} 秒</source>
        <translation>Waited {seconds} s</translation>
    </message>
    <message>
        <source>等得久了，读卡器还没有结束</source>
        <translation>A long wait: the reader has not ended</translation>
    </message>
    <message>
        <source>也可以不再等，那时不知密码是否算数</source>
        <translation>You may stop waiting; nobody knows then whether the PIN counted</translation>
    </message>
    <message>
        <source>正在停止</source>
        <translation>Stopping</translation>
    </message>
    <message>
        <source>输错用完次数，密码就锁定</source>
        <translation>When none is left the PIN is blocked</translation>
    </message>
    <message>
        <source>卡密码</source>
        <translation>Card PIN</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>确认</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>请持卡人自己输入密码</source>
        <translation>The holder enters the PIN</translation>
    </message>
    <message>
        <source>把屏幕转向持卡人，旁人请回避</source>
        <translation>Turn the screen to the holder; everybody else looks away</translation>
    </message>
    <message>
        <source>请持卡人在密码键盘上输入</source>
        <translation>Enter the PIN on the key pad</translation>
    </message>
    <message>
        <source>看读卡器上的提示，输完按键盘的确认键</source>
        <translation>Follow the reader, then press its OK key</translation>
    </message>
    <message>
        <source>取消请按键盘的取消键</source>
        <translation>To cancel, press its cancel key</translation>
    </message>
    <message>
        <source>正在办理，请不要拿走卡</source>
        <translation>Working, leave the card where it is</translation>
    </message>
    <message>
        <source>卡正在核对</source>
        <translation>The card is checking</translation>
    </message>
    <message>
        <source>屏幕可以转回来，请不要拿走卡</source>
        <translation>Turn the screen back; leave the card where it is</translation>
    </message>
    <message>
        <source>原密码</source>
        <translation>Old PIN</translation>
    </message>
    <message>
        <source>新密码</source>
        <translation>New PIN</translation>
    </message>
    <message>
        <source>再输一次新密码</source>
        <translation>New PIN once more</translation>
    </message>
    <message>
        <source>第 {step} 步，共 {count} 步：{words}</source>
        <translation>Step {step} of {count}: {words}</translation>
    </message>
    <message>
        <source>{digits} 位数字，输完按 Enter</source>
        <translation>{digits} digits, then Enter</translation>
    </message>
    <message>
        <source>已输入 {count} 位</source>
        <translation>{count} entered</translation>
    </message>
    <message>
        <source>应为 {digits} 位，现为 {have} 位</source>
        <translation>{digits} digits are needed, there are {have}</translation>
    </message>
    <message>
        <source>两次不一样，请再输新密码</source>
        <translation>The two differ: enter the new PIN again</translation>
    </message>
    <message>
        <source>卡拿走了，输入的已清除</source>
        <translation>The card is gone, what was typed is wiped</translation>
    </message>
    <message>
        <source>按 Esc 返回，放回本人的卡再办</source>
        <translation>Press Esc, and put the holder's own card back on</translation>
    </message>
    <message>
        <source>放上了别人的证件，输入的已清除</source>
        <translation>Somebody else's document was laid on, what was typed is wiped</translation>
    </message>
    <message>
        <source>按 Esc 返回，拿走证件再办</source>
        <translation>Press Esc, and take the document away</translation>
    </message>
</context>
<context>
    <name>LeavePage</name>
    <message>
        <source>接着办</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>不办{title}了，为什么</source>
        <translation>Why is {title} given up</translation>
    </message>
    <message>
        <source>选了理由就退出，已填的不保留</source>
        <translation>With a reason it is left; what was filled in is not kept</translation>
    </message>
</context>
<context>
    <name>Course</name>
    <message>
        <source>时间</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>本窗口做的</source>
        <translation>Done here</translation>
    </message>
    <message>
        <source>别处发生的</source>
        <translation>Happened elsewhere</translation>
    </message>
    <message>
        <source>{what}：{note}</source>
        <translation>{what}. {note}</translation>
    </message>
</context>
<context>
    <name>Ways</name>
    <message>
        <source>撤回理由</source>
        <translation>Reason for withdrawing</translation>
    </message>
    <message>
        <source>撤回</source>
        <translation>Withdraw</translation>
    </message>
    <message>
        <source>撤销理由</source>
        <translation>Reason for closing</translation>
    </message>
    <message>
        <source>撤销受理</source>
        <translation>Close it</translation>
    </message>
    <message>
        <source>写明理由，告知持卡人并收回回执</source>
        <translation>Write the reason, tell the holder, take the receipt back</translation>
    </message>
    <message>
        <source>销案理由</source>
        <translation>How you know it is done</translation>
    </message>
    <message>
        <source>写明怎样核实的，收回回执</source>
        <translation>Write how it was checked; take the receipt back</translation>
    </message>
    <message>
        <source>销案</source>
        <translation>Settle it</translation>
    </message>
    <message>
        <source>转办理由</source>
        <translation>What to look into</translation>
    </message>
    <message>
        <source>写明要核查什么</source>
        <translation>Write what is to be checked</translation>
    </message>
    <message>
        <source>转办</source>
        <translation>Hand it on</translation>
    </message>
    <message>
        <source>通话记录</source>
        <translation>Note of the call</translation>
    </message>
    <message>
        <source>写明说了什么，或何时再打</source>
        <translation>Write what was said, or when to call again</translation>
    </message>
    <message>
        <source>记下</source>
        <translation>Keep the note</translation>
    </message>
    <message>
        <source>须写明理由</source>
        <translation>A reason is needed</translation>
    </message>
</context>
<context>
    <name>AuditPage</name>
    <message>
        <source>审计记录</source>
        <translation>Audit trail</translation>
    </message>
    <message>
        <source>核对审计链</source>
        <translation>Verify the chain</translation>
    </message>
    <message>
        <source>选好条件后查询；每次查询也记入审计</source>
        <translation>Choose, then search; each search is on record too</translation>
    </message>
    <message>
        <source>今天</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>近 7 天</source>
        <translation>7 days</translation>
    </message>
    <message>
        <source>近 31 天</source>
        <translation>31 days</translation>
    </message>
    <message>
        <source>全部</source>
        <translation>All</translation>
    </message>
    <message>
        <source>工号</source>
        <translation>Clerk</translation>
    </message>
    <message>
        <source>回执号、告知书号或证件号码</source>
        <translation>Receipt, notice or ID number</translation>
    </message>
    <message>
        <source>导出理由</source>
        <translation>Why it is exported</translation>
    </message>
    <message>
        <source>导出（遮盖）</source>
        <translation>Export, masked</translation>
    </message>
    <message>
        <source>导出完整号码</source>
        <translation>Export whole numbers</translation>
    </message>
    <message>
        <source>查询</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>没有符合条件的记录</source>
        <translation>Nothing of the kind</translation>
    </message>
    <message>
        <source>再往前</source>
        <translation>Earlier ones</translation>
    </message>
</context>
<context>
    <name>Auditing</name>
    <message>
        <source>导出审计记录</source>
        <translation>Export the audit trail</translation>
    </message>
</context>
<context>
    <name>ReconcilePage</name>
    <message>
        <source>对账</source>
        <translation>Reconcile</translation>
    </message>
    <message>
        <source>回到等待</source>
        <translation>Back to waiting</translation>
    </message>
    <message>
        <source>今天，{day}</source>
        <translation>Today, {day}</translation>
    </message>
    <message>
        <source>本机办理</source>
        <translation>Recorded here</translation>
    </message>
    <message>
        <source>在途</source>
        <translation>Under way</translation>
    </message>
    <message>
        <source>待处理</source>
        <translation>To settle</translation>
    </message>
    <message>
        <source>差异</source>
        <translation>Differences</translation>
    </message>
    <message>
        <source>按「对账」与平台核对</source>
        <translation>Press Reconcile to compare with the platform</translation>
    </message>
    <message>
        <source>{clock} {clerk} 对过</source>
        <translation>Compared {clock} by {clerk}</translation>
    </message>
    <message>
        <source>{said}，之后又办了业务</source>
        <translation>{said}, work was recorded since</translation>
    </message>
    <message>
        <source>逐件差异</source>
        <translation>Item by item</translation>
    </message>
    <message>
        <source>在途的不算差异；两边不同的不会自动改</source>
        <translation>Work under way is no difference; nothing is changed by itself</translation>
    </message>
    <message>
        <source>重送 {count} 件</source>
        <translation>Send {count} again</translation>
    </message>
    <message>
        <source>还有 {count} 件，可用 counter reconcile 列出</source>
        <translation>{count} more: counter reconcile lists them</translation>
    </message>
    <message>
        <source>没有差异</source>
        <translation>No differences</translation>
    </message>
    <message>
        <source>还没有与平台核对</source>
        <translation>Not compared with the platform yet</translation>
    </message>
    <message>
        <source>本机没有回执</source>
        <translation>No receipt here</translation>
    </message>
    <message>
        <source>{words}（已处理）</source>
        <translation>{words} (settled)</translation>
    </message>
    <message>
        <source>去处理</source>
        <translation>Settle it</translation>
    </message>
    <message>
        <source>别的日子</source>
        <translation>Other days</translation>
    </message>
    <message>
        <source>本机办理 {count} 件，{said}</source>
        <translation>{count} recorded here, {said}</translation>
    </message>
    <message>
        <source>看这天</source>
        <translation>Show it</translation>
    </message>
    <message>
        <source>31 天以前还有 {count} 天没有对平，最早 {day}</source>
        <translation>{count} days of more than 31 days ago are not equal, the first {day}</translation>
    </message>
    <message>
        <source>在下面「别的日子」里，逐天对账</source>
        <translation>Compare them one by one under Other days</translation>
    </message>
    <message>
        <source>缘由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>写明怎样核查的，例如数据恢复过、换过机器；以您的名义留痕</source>
        <translation>Say how it was looked into, as data restored or another machine; kept in your name</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Explain</translation>
    </message>
    <message>
        <source>办过业务、还没有相等的</source>
        <translation>with work, and not equal yet</translation>
    </message>
    <message>
        <source>更早还有 {count} 天，对平一天，补上一天</source>
        <translation>{count} earlier ones come as these become equal</translation>
    </message>
    <message>
        <source>已说明：{reason}（{clerk}，{clock}）</source>
        <translation>Explained: {reason} ({clerk}, {clock})</translation>
    </message>
</context>
<context>
    <name>Foot</name>
    <message>
        <source>离线文件</source>
        <translation>Offline files</translation>
    </message>
    <message>
        <source>导出离线文件…</source>
        <translation>Take work out…</translation>
    </message>
    <message>
        <source>对账</source>
        <translation>Reconcile</translation>
    </message>
    <message>
        <source>已 {days} 天没有连上省平台，可以用 U 盘送出</source>
        <translation>No platform for {days} days: work can go on a stick</translation>
    </message>
    <message>
        <source>都已存在本机，断电不丢；同一张卡的业务保持先后次序</source>
        <translation>All kept on this machine, safe from power cuts; work on one card keeps its order</translation>
    </message>
</context>
<context>
    <name>StickFiles</name>
    <message>
        <source>导出到哪个文件夹</source>
        <translation>Folder to take the work out to</translation>
    </message>
    <message>
        <source>选离线文件</source>
        <translation>Choose an offline file</translation>
    </message>
    <message>
        <source>离线文件 (*.ssct)</source>
        <translation>Offline files (*.ssct)</translation>
    </message>
    <message>
        <source>选答复文件</source>
        <translation>Choose a file of answers</translation>
    </message>
    <message>
        <source>答复文件 (*.answers.ssct)</source>
        <translation>Files of answers (*.answers.ssct)</translation>
    </message>
    <message>
        <source>答复存到哪个文件夹</source>
        <translation>Folder for the answers</translation>
    </message>
    <message>
        <source>文件类型</source>
        <translation>Files of type</translation>
    </message>
    <message>
        <source>位置</source>
        <translation>Look in</translation>
    </message>
</context>
<context>
    <name>TransferPage</name>
    <message>
        <source>离线文件</source>
        <translation>Offline files</translation>
    </message>
    <message>
        <source>没有网时，用 U 盘带到有网的网点</source>
        <translation>With no line, work goes on a stick to an outlet that has one</translation>
    </message>
    <message>
        <source>回到等待</source>
        <translation>Back to waiting</translation>
    </message>
    <message>
        <source>导出离线文件</source>
        <translation>Take work out</translation>
    </message>
    <message>
        <source>没有网的网点：把等着的业务带出去</source>
        <translation>Outlet without a line: what waits leaves on a stick</translation>
    </message>
    <message>
        <source>导入离线文件</source>
        <translation>Hand a file in</translation>
    </message>
    <message>
        <source>有网的网点：替别处交给省平台</source>
        <translation>Outlet with a line: for another outlet, to the platform</translation>
    </message>
    <message>
        <source>取回答复文件</source>
        <translation>Take answers back</translation>
    </message>
    <message>
        <source>原来的网点：把答复收进本机</source>
        <translation>The first outlet again: the answers come home</translation>
    </message>
    <message>
        <source>文件是封好的，只有省平台能打开；交两次也不会办两次</source>
        <translation>The file is sealed: only the platform can open it. Handed in twice, nothing is done twice</translation>
    </message>
    <message>
        <source>正在看有多少要带走</source>
        <translation>Looking how much is to go</translation>
    </message>
    <message>
        <source>留下 {count} 件：排在被退回的后面，或照片不在本机，或一个文件装不下</source>
        <translation>{count} stay: behind a refused one, without its photo, or more than one file holds</translation>
    </message>
    <message>
        <source>带走什么</source>
        <translation>What goes</translation>
    </message>
    <message>
        <source>没有等着送出的业务，不用导出</source>
        <translation>Nothing waits for the platform: there is nothing to take out</translation>
    </message>
    <message>
        <source>其中 {count} 件以前导出过，再带一次不会办两次</source>
        <translation>{count} of them went into a file before; again, nothing is done twice</translation>
    </message>
    <message>
        <source>{count} 件业务，照片 {pictures} 张</source>
        <translation>{count} operations, {pictures} photos</translation>
    </message>
    <message>
        <source>导出以后</source>
        <translation>Afterwards</translation>
    </message>
    <message>
        <source>业务仍存在本机等待，省平台答复前不算办成</source>
        <translation>The work stays here and waits: it is not done before the platform has answered</translation>
    </message>
    <message>
        <source>不能再撤回；恢复联网后照常送，不会办两次</source>
        <translation>It cannot be withdrawn any more. If the line comes back it goes as ever, and nothing is done twice</translation>
    </message>
    <message>
        <source>告诉对方网点</source>
        <translation>Tell the other outlet</translation>
    </message>
    <message>
        <source>在「等待」页按「离线文件」，选「导入」</source>
        <translation>On the page Waiting press Offline files, then Hand a file in</translation>
    </message>
    <message>
        <source>导入后 U 盘上多一个答复文件，请一起带回来，在这里取回</source>
        <translation>A file of answers is on the stick then: bring it back and take it here</translation>
    </message>
    <message>
        <source>插着的 U 盘：{names}</source>
        <translation>Sticks that are in: {names}</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>存到哪里</source>
        <translation>Where to</translation>
    </message>
    <message>
        <source>没有插着的 U 盘，可以选文件夹</source>
        <translation>No stick is in; a folder can be chosen</translation>
    </message>
    <message>
        <source>导出到 {name}</source>
        <translation>To {name}</translation>
    </message>
    <message>
        <source>别的文件夹…</source>
        <translation>Another folder…</translation>
    </message>
    <message>
        <source>选文件夹并导出…</source>
        <translation>Choose a folder…</translation>
    </message>
    <message>
        <source>现在没有连上省平台，导入要在有网的窗口办</source>
        <translation>The platform is not reached now: this needs a window with a line</translation>
    </message>
    <message>
        <source>做什么</source>
        <translation>What it does</translation>
    </message>
    <message>
        <source>把别的网点带来的离线文件交给省平台</source>
        <translation>Hands the offline file of another outlet to the platform</translation>
    </message>
    <message>
        <source>本机只转交，看不到里面是谁的业务</source>
        <translation>This counter passes it on and cannot see whose work is in it</translation>
    </message>
    <message>
        <source>导入以后</source>
        <translation>Afterwards</translation>
    </message>
    <message>
        <source>答复存成文件，放在离线文件旁边</source>
        <translation>The answers are written beside the offline file</translation>
    </message>
    <message>
        <source>随 U 盘带回原来的网点，在那里取回；再导入一次不会办两次</source>
        <translation>They go back on the stick and are taken at the first outlet. Handed in again, nothing is done twice</translation>
    </message>
    <message>
        <source>选离线文件并导入…</source>
        <translation>Choose the offline file…</translation>
    </message>
    <message>
        <source>把有网的网点带回来的答复收进本机</source>
        <translation>Takes the answers that were brought back</translation>
    </message>
    <message>
        <source>只收给本机的、省平台签过名的答复</source>
        <translation>Only answers for this counter, signed by the platform</translation>
    </message>
    <message>
        <source>取回以后</source>
        <translation>Afterwards</translation>
    </message>
    <message>
        <source>确认的就此办成，退回的列入例外，等您处理</source>
        <translation>What was confirmed is done; what was turned down comes to the exceptions</translation>
    </message>
    <message>
        <source>再取一次，或之后又联了网，都不会办两次</source>
        <translation>Taken again, or with the line back, nothing is done twice</translation>
    </message>
    <message>
        <source>选答复文件并取回…</source>
        <translation>Choose the file of answers…</translation>
    </message>
    <message>
        <source>已导出 {count} 件，第 {serial} 号文件</source>
        <translation>{count} taken out, file {serial}</translation>
    </message>
    <message>
        <source>还有 {count} 件不在文件里，仍在本机等待</source>
        <translation>{count} more are not in it and wait here</translation>
    </message>
    <message>
        <source>接下来</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>弹出 U 盘，带到有网的网点导入</source>
        <translation>Eject the stick and take it to an outlet with a line</translation>
    </message>
    <message>
        <source>导入后把旁边的答复文件带回来，在这里按 3 取回</source>
        <translation>Bring back the file of answers beside it and take it here with 3</translation>
    </message>
    <message>
        <source>省平台已答复：确认 {accepted}，退回 {refused}</source>
        <translation>The platform has answered: {accepted} accepted, {refused} turned down</translation>
    </message>
    <message>
        <source>暂缓 {put_off}，没有受理 {left}</source>
        <translation>{put_off} put off, {left} left alone</translation>
    </message>
    <message>
        <source>其中 {count} 件省平台早已办过，没有办第二次</source>
        <translation>{count} of them were done before, and not a second time</translation>
    </message>
    <message>
        <source>重复的</source>
        <translation>Known before</translation>
    </message>
    <message>
        <source>答复没有存成</source>
        <translation>The answers were not written</translation>
    </message>
    <message>
        <source>换个位置存答复；业务不会办两次</source>
        <translation>Keep the answers somewhere else; nothing is done twice</translation>
    </message>
    <message>
        <source>另存答复…</source>
        <translation>Keep the answers…</translation>
    </message>
    <message>
        <source>答复文件</source>
        <translation>File of answers</translation>
    </message>
    <message>
        <source>弹出 U 盘，答复文件随 U 盘带回原来的网点，在那里取回</source>
        <translation>Eject the stick; the answers go back on it and are taken at the first outlet</translation>
    </message>
    <message>
        <source>再导入一个…</source>
        <translation>Another file…</translation>
    </message>
    <message>
        <source>第 {serial} 号文件的答复已取回</source>
        <translation>The answers to file {serial} were taken</translation>
    </message>
    <message>
        <source>确认 {accepted}，退回 {refused}，暂缓 {put_off}，早已答复 {before}</source>
        <translation>{accepted} accepted, {refused} turned down, {put_off} put off, {before} answered before</translation>
    </message>
    <message>
        <source>{count} 件被退回，列入例外，等您处理</source>
        <translation>{count} turned down: they stand among the exceptions</translation>
    </message>
    <message>
        <source>暂缓的 {count} 件仍在本机等待，下次带出或联网后再送</source>
        <translation>{count} wait here still and go with the next file or the line</translation>
    </message>
    <message>
        <source>暂缓的</source>
        <translation>Put off</translation>
    </message>
    <message>
        <source>{count} 件对账后已重送，这是重送之前的答复，没有采用</source>
        <translation>{count} go again since reconciliation; these answers are of before and were left out</translation>
    </message>
    <message>
        <source>重送的</source>
        <translation>Going again</translation>
    </message>
    <message>
        <source>等联网或下一个文件的答复</source>
        <translation>The line or the next file brings theirs</translation>
    </message>
    <message>
        <source>{count} 条读不懂，没有采用</source>
        <translation>{count} could not be read and were left out</translation>
    </message>
    <message>
        <source>读不懂的</source>
        <translation>Not read</translation>
    </message>
    <message>
        <source>请导入的网点另给一份</source>
        <translation>Ask the outlet that handed it in for another copy</translation>
    </message>
    <message>
        <source>去处理</source>
        <translation>Settle</translation>
    </message>
    <message>
        <source>再取一个…</source>
        <translation>Another file…</translation>
    </message>
    <message>
        <source>正在导出</source>
        <translation>Taking out</translation>
    </message>
    <message>
        <source>正在交给省平台，线路慢时要几分钟</source>
        <translation>Handing in; on a slow line this takes minutes</translation>
    </message>
    <message>
        <source>正在取回答复</source>
        <translation>Taking the answers</translation>
    </message>
    <message>
        <source>先不要拔 U 盘；可以去别的页面，办完会说</source>
        <translation>Leave the stick in. Other pages can be used, you are told when it is done</translation>
    </message>
</context>
<context>
    <name>ReasonLine</name>
    <message>
        <source>须写明缘由</source>
        <translation>The reason is needed</translation>
    </message>
</context>
<context>
    <name>UnlockPage</name>
    <message>
        <source>本机数据已上锁</source>
        <translation>The data here is locked</translation>
    </message>
    <message>
        <source>这台电脑没有系统密钥环，输入口令才能打开数据</source>
        <translation>This computer has no keyring: the passphrase opens the data</translation>
    </message>
    <message>
        <source>口令</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>忘了口令：两位管理员在终端用恢复份额，counter recovery use</source>
        <translation>Forgotten: two administrators' shares open it, counter recovery use</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>先输入口令，至多 128 个字符</source>
        <translation>Type the passphrase first, 128 characters at most</translation>
    </message>
    <message>
        <source>正在打开</source>
        <translation>Opening</translation>
    </message>
</context>
<context>
    <name>RepairPage</name>
    <message>
        <source>本机数据损坏，可以恢复到备份</source>
        <translation>The data here are damaged; a backup can be put back</translation>
    </message>
    <message>
        <source>损坏的文件另存，不会删除；恢复后回执号从新的一段开始</source>
        <translation>The damaged file is set aside, not deleted; receipts then go on with fresh numbers</translation>
    </message>
    <message>
        <source>管理员工号</source>
        <translation>Administrator's number</translation>
    </message>
    <message>
        <source>密码</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>恢复到这个备份</source>
        <translation>Put this backup back</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>没有回执</source>
        <translation>no receipt</translation>
    </message>
    <message>
        <source>最近的好备份：{at}，最后一张回执 {last}</source>
        <translation>Last good backup: {at}, last receipt {last}</translation>
    </message>
    <message>
        <source>恢复会丢失 {count} 张回执：</source>
        <translation>{count} receipts would be lost:</translation>
    </message>
    <message>
        <source>没有已知的回执会丢失</source>
        <translation>No receipt that is known of would be lost</translation>
    </message>
    <message>
        <source>恢复到这个备份（练习管理员 {clerk}）</source>
        <translation>Put this backup back (practice administrator {clerk})</translation>
    </message>
    <message>
        <source>先输入管理员的工号和密码</source>
        <translation>First an administrator's number and password</translation>
    </message>
    <message>
        <source>正在恢复</source>
        <translation>Putting it back</translation>
    </message>
</context>
</TS>
