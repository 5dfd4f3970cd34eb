<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Familiar</source>
        <translation>关于 Familiar</translation>
    </message>
    <message>
        <source>Organises photos by the people in them, on this computer alone. Free software under the MIT licence, without any warranty; its parts have licences of their own.</source>
        <translation>按照片中的人物整理照片，一切都在本机进行。本软件是采用 MIT 许可证的自由软件，不提供任何担保；其组成部分各有自己的许可证。</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>组成部分</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Parts of Familiar</source>
        <translation>Familiar 的组成部分</translation>
    </message>
    <message>
        <source>Text of the licence</source>
        <translation>许可证全文</translation>
    </message>
    <message>
        <source>This part came without the text of its licence.</source>
        <translation>此组成部分未附带许可证全文。</translation>
    </message>
</context>
<context>
    <name>AlikeStrip</name>
    <message>
        <source>Go to the review</source>
        <extracomment>Look-alikes shown at one time; more follow when these are answered.</extracomment>
        <translation>前往审阅</translation>
    </message>
    <message>
        <source>Look-alikes to review</source>
        <translation>待审阅的相像人脸</translation>
    </message>
    <message numerus="yes">
        <source>%n look-alike(s) to review</source>
        <translation>
            <numerusform>%n 张相像的人脸待审阅</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Yes to the %n probable one(s)</source>
        <translation>
            <numerusform>对 %n 个可能项全部答“是”</numerusform>
        </translation>
    </message>
    <message>
        <source>Say yes to all of these that are probable; you can undo it</source>
        <translation>对所有可能项回答“是”；此操作可以撤销</translation>
    </message>
    <message numerus="yes">
        <source>Probably %n more face(s) elsewhere ›</source>
        <translation>
            <numerusform>别处可能还有 %n 张人脸 ›</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BirthdayDialog</name>
    <message>
        <source>Birthday</source>
        <translation>生日</translation>
    </message>
    <message>
        <source>When was {name} born? No face in an older photo is taken for theirs, and photos can be ordered by age.</source>
        <translation>“{name}”是什么时候出生的？更早照片中的人脸不会被当作此人，并且照片可以按年龄排序。</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Set birthday</source>
        <translation>设定生日</translation>
    </message>
</context>
<context>
    <name>Completions</name>
    <message>
        <source>{label}, {kind}</source>
        <extracomment>The `Completion` of a row. The face to show for a person, 0 for none. What kind of thing it is, in words.</extracomment>
        <translation>{label}，{kind}</translation>
    </message>
    <message>
        <source>person</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>word</source>
        <translation>关键词</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>year</source>
        <translation>年份</translation>
    </message>
    <message>
        <source>place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>and</source>
        <translation>且</translation>
    </message>
    <message>
        <source>with</source>
        <translation>与…一起</translation>
    </message>
    <message>
        <source>or</source>
        <translation>或</translation>
    </message>
    <message>
        <source>not</source>
        <translation>非</translation>
    </message>
    <message>
        <source>without</source>
        <translation>不含</translation>
    </message>
    <message>
        <source>only</source>
        <translation>仅有</translation>
    </message>
    <message>
        <source>undated</source>
        <translation>无日期</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>文件缺失</translation>
    </message>
    <message>
        <source>without faces</source>
        <translation>没有人脸</translation>
    </message>
    <message>
        <source>no faces</source>
        <translation>没有人脸</translation>
    </message>
    <message>
        <source>unnamed faces</source>
        <translation>未命名的人脸</translation>
    </message>
    <message>
        <source>before</source>
        <translation>早于</translation>
    </message>
    <message>
        <source>after</source>
        <translation>晚于</translation>
    </message>
    <message>
        <source>in:</source>
        <translation>所在文件夹</translation>
    </message>
    <message>
        <source>folder:</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>camera:</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>file:</source>
        <translation>文件名</translation>
    </message>
</context>
<context>
    <name>CoverDelegate</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <extracomment>Pictures are asked for in steps of so many pixels, so that changing their size finds most of them there. A small picture may be drawn so much larger before it looks blurred. Beside and above a cover. Pictures cut into shape that are kept, and words under covers. The diameter of a cover, in logical pixels. Whom something is being dragged over.</extracomment>
        <translation>
            <numerusform>%n 张照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 张人脸</numerusform>
        </translation>
    </message>
    <message>
        <source>Seen once</source>
        <translation>仅出现一次</translation>
    </message>
    <message>
        <source>Add name</source>
        <translation>添加名字</translation>
    </message>
</context>
<context>
    <name>CoverGrid</name>
    <message>
        <source>{name}: the same person?</source>
        <extracomment>The least width of the field for a name, in logical pixels: that of a tile with a cover of the usual size. Keys that end a name, and such as nobody writes one with. The field that is open. Qt asks `eventFilter` while the view is still being made. A name is perhaps still being written for somebody who is gone. What keys do to those who are selected, besides. What the user was at while everybody is shown anew, and who was being named, if anybody.</extracomment>
        <translation>{name}：是同一个人吗？</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>命名</translation>
    </message>
</context>
<context>
    <name>CoversPage</name>
    <message>
        <source>Filter by name</source>
        <extracomment>Whether the ignored are shown, in place of the others. Of whom something else may be shown than `_found` knows; None for everybody.</extracomment>
        <translation>按名字筛选</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>排序方式</translation>
    </message>
    <message>
        <source>Size of covers</source>
        <translation>封面大小</translation>
    </message>
    <message>
        <source>Nobody has such a name</source>
        <translation>没有人叫这个名字</translation>
    </message>
    <message>
        <source>There are no photos yet</source>
        <translation>还没有照片</translation>
    </message>
    <message>
        <source>Drop a folder with photos on this window. The people in them appear here by themselves.</source>
        <translation>将包含照片的文件夹拖到此窗口。照片中的人物会自动显示在这里。</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>按名字</translation>
    </message>
    <message>
        <source>Most faces first</source>
        <translation>人脸最多的在前</translation>
    </message>
    <message>
        <source>Last seen first</source>
        <translation>最近出现的在前</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>All photos of {name}</source>
        <translation>“{name}”的所有照片</translation>
    </message>
    <message>
        <source>Photos of this group</source>
        <translation>此分组的照片</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Add name</source>
        <translation>添加名字</translation>
    </message>
    <message>
        <source>Merge with…</source>
        <translation>合并到…</translation>
    </message>
    <message>
        <source>Remove the name</source>
        <translation>移除名字</translation>
    </message>
    <message>
        <source>Set birthday…</source>
        <translation>设定生日…</translation>
    </message>
    <message>
        <source>Notes…</source>
        <translation>备注…</translation>
    </message>
    <message>
        <source>Export photos…</source>
        <translation>导出照片…</translation>
    </message>
    <message>
        <source>Write names into photos…</source>
        <translation>将名字写入照片…</translation>
    </message>
    <message>
        <source>Forget for good…</source>
        <translation>彻底遗忘…</translation>
    </message>
    <message numerus="yes">
        <source>Merge %n people</source>
        <translation>
            <numerusform>合并 %n 个人物</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody here is called “{text}”.</source>
        <translation>这里没有人叫“{text}”。</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>已选择 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Familiar is still at work on the photos. Wait until that has ended, or cancel it, and try again.</source>
        <extracomment>What follows from the user&apos;s actions is worked out once they have paused for so long, in milliseconds.</extracomment>
        <translation>Familiar 仍在处理照片。请等待其完成或将其取消，然后重试。</translation>
    </message>
    <message>
        <source>Somebody whom this is about is no more. Nothing was changed.</source>
        <translation>相关的人物已不存在。未做任何更改。</translation>
    </message>
    <message>
        <source>Something went wrong that should not have: {problem}. Nothing is lost.</source>
        <translation>发生了意外问题：{problem}。没有任何数据丢失。</translation>
    </message>
</context>
<context>
    <name>DifferenceModel</name>
    <message>
        <source>Who</source>
        <extracomment>`Face.id` of the face to show; 0 for none.</extracomment>
        <translation>人物</translation>
    </message>
    <message>
        <source>Faces now</source>
        <translation>现有人脸</translation>
    </message>
    <message>
        <source>Faces then</source>
        <translation>更改后人脸</translation>
    </message>
    <message>
        <source>Would come</source>
        <translation>将移入</translation>
    </message>
    <message>
        <source>Would leave</source>
        <translation>将移出</translation>
    </message>
    <message>
        <source>Return or a double click shows them</source>
        <translation>按回车键或双击可查看此人物</translation>
    </message>
    <message>
        <source>Return or a double click shows a photo with one of these faces</source>
        <translation>按回车键或双击可查看包含其中一张人脸的照片</translation>
    </message>
    <message numerus="yes">
        <source>A new group of %n face(s)</source>
        <translation>
            <numerusform>含 %n 张人脸的新分组</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A group of %n face(s)</source>
        <translation>
            <numerusform>含 %n 张人脸的分组</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DifferenceTable</name>
    <message>
        <source>Who would change</source>
        <translation>会有变化的人物</translation>
    </message>
</context>
<context>
    <name>EventNames</name>
    <message>
        <source>{first} – {last}</source>
        <translation>{first} – {last}</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <extracomment>Longest sides of the pictures in an album, in pixels; the second is usual. An export that is not refused within so many milliseconds goes on without the dialog.
----------
An export that goes on runs beside the window.</extracomment>
        <translation>导出</translation>
    </message>
    <message>
        <source>All photos</source>
        <translation>所有照片</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>纸张</translation>
    </message>
    <message>
        <source>Photos in a row</source>
        <translation>每行照片数</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>副本</translation>
    </message>
    <message>
        <source>The same files under a second name (hard links)</source>
        <translation>同一文件的另一个名称（硬链接）</translation>
    </message>
    <message>
        <source>Links to the photos (symbolic links)</source>
        <translation>指向照片的链接（符号链接）</translation>
    </message>
    <message>
        <source>{name} ({width} × {height} mm)</source>
        <translation>{name}（{width} × {height} 毫米）</translation>
    </message>
    <message>
        <source>Up to {side} pixels a side</source>
        <translation>每边最多 {side} 像素</translation>
    </message>
    <message>
        <source>A folder with the photos</source>
        <translation>包含照片的文件夹</translation>
    </message>
    <message>
        <source>A zip file with the photos</source>
        <translation>包含照片的 zip 文件</translation>
    </message>
    <message>
        <source>An album for the browser (HTML)</source>
        <translation>供浏览器查看的相册（HTML）</translation>
    </message>
    <message>
        <source>Contact sheets (PDF)</source>
        <translation>照片索引页（PDF）</translation>
    </message>
    <message>
        <source>Contact sheets (pictures)</source>
        <translation>照片索引页（图片）</translation>
    </message>
    <message>
        <source>All names, to be read by programs (JSON)</source>
        <translation>所有姓名，供程序读取（JSON）</translation>
    </message>
    <message>
        <source>All names, as a table (CSV)</source>
        <translation>所有姓名，表格形式（CSV）</translation>
    </message>
    <message>
        <source>The photos stay as they are, with all that the camera noted, such as the place. Nothing is overwritten.</source>
        <translation>照片保持原样，包括相机记录的所有信息，例如拍摄地点。不会覆盖任何文件。</translation>
    </message>
    <message>
        <source>Small pictures in rows, with names and dates, to be printed. They tell nothing of place and camera.</source>
        <translation>成行排列的小图，附姓名和日期，可供打印。其中不含地点和相机信息。</translation>
    </message>
    <message>
        <source>A page that opens in every browser, without this program and without a network: photos, people to choose from, names on faces. Pictures tell nothing of place and camera.</source>
        <translation>可在任何浏览器中打开的页面，无需本程序，也无需网络：照片、可供选择的人物、人脸上的姓名。图片中不含地点和相机信息。</translation>
    </message>
    <message>
        <source>Who is where in all photos, with birthdays and notes; another library can import the JSON file. It is not meant for others.</source>
        <translation>所有照片中谁在哪里，附生日和备注；另一个图库可以导入 JSON 文件。不宜交给他人。</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>导出到</translation>
    </message>
</context>
<context>
    <name>Exports</name>
    <message>
        <source>en</source>
        <extracomment>What jobs call their stages. The remaining time is shown once so many seconds are behind. Under which the folder is kept that was exported to last. The language of the translation, as web pages name it: zh-Hans, zh-Hant, ko.</extracomment>
        <translation>zh-Hans</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>{n} photos</source>
        <translation>{n} 张照片</translation>
    </message>
    <message>
        <source>1 photo</source>
        <translation>1 张照片</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>Show larger</source>
        <translation>放大显示</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>上一张照片</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>下一张照片</translation>
    </message>
    <message>
        <source>Back to all photos</source>
        <translation>返回所有照片</translation>
    </message>
    <message>
        <source>No date</source>
        <translation>无日期</translation>
    </message>
    <message>
        <source>Also: {names}</source>
        <extracomment>People who are in a photo, nobody knows where.</extracomment>
        <translation>还有：{names}</translation>
    </message>
    <message>
        <source>The export was stopped. What is in the folder by now stays there.</source>
        <translation>导出已停止。已在文件夹中的内容会保留。</translation>
    </message>
    <message>
        <source>The export was stopped; nothing was made.</source>
        <translation>导出已停止；未生成任何内容。</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 张人脸</numerusform>
        </translation>
    </message>
    <message>
        <source>Names exported to {place}: {faces}.</source>
        <translation>姓名已导出到 {place}：{faces}。</translation>
    </message>
    <message>
        <source>{files} exported to {place}.</source>
        <translation>已将 {files}导出到 {place}。</translation>
    </message>
    <message>
        <source>All these photos had been exported to {place} before.</source>
        <translation>这些照片之前都已导出到 {place}。</translation>
    </message>
    <message>
        <source>No photo was exported.</source>
        <translation>没有导出任何照片。</translation>
    </message>
    <message>
        <source>{reason} {number} more could not be exported either.</source>
        <translation>{reason}另有 {number} 张也无法导出。</translation>
    </message>
</context>
<context>
    <name>FaceActions</name>
    <message>
        <source>Confirm</source>
        <extracomment>`Person.id` of whose faces these are.</extracomment>
        <translation>确认</translation>
    </message>
    <message>
        <source>Not this person</source>
        <translation>不是此人</translation>
    </message>
    <message>
        <source>Move to…</source>
        <translation>移至…</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>Use as cover</source>
        <translation>设为封面</translation>
    </message>
    <message>
        <source>{action} ({key})</source>
        <translation>{action} ({key})</translation>
    </message>
</context>
<context>
    <name>FaceBoxes</name>
    <message>
        <source>Ignored</source>
        <extracomment>What lies on photos looks the same in a light window: bright, on a dark ground of its own. A drawn box has at least so many logical pixels on a side. A key moves it by so much of its side.</extracomment>
        <translation>已忽略</translation>
    </message>
    <message>
        <source>{name} (ignored)</source>
        <translation>{name}（已忽略）</translation>
    </message>
    <message>
        <source>Who is this?</source>
        <translation>这是谁？</translation>
    </message>
    <message>
        <source>{name}?</source>
        <translation>{name}？</translation>
    </message>
    <message>
        <source>Move the box</source>
        <translation>移动人脸框</translation>
    </message>
    <message>
        <source>Larger box</source>
        <translation>放大人脸框</translation>
    </message>
    <message>
        <source>Smaller box</source>
        <translation>缩小人脸框</translation>
    </message>
    <message>
        <source>The box is right</source>
        <translation>完成画框</translation>
    </message>
    <message>
        <source>From face to face</source>
        <translation>在人脸之间切换</translation>
    </message>
    <message>
        <source>Name the face</source>
        <translation>命名人脸</translation>
    </message>
    <message>
        <source>Delete the box: no face</source>
        <translation>删除人脸框：不是人脸</translation>
    </message>
    <message>
        <source>Drag from one corner of the face to the other.</source>
        <translation>从人脸的一角拖到对角。</translation>
    </message>
</context>
<context>
    <name>FaceGrid</name>
    <message>
        <source>Tick the face</source>
        <extracomment>What the user was at while all rows are shown anew, and what these were.</extracomment>
        <translation>勾选人脸</translation>
    </message>
    <message>
        <source>Open the photo</source>
        <translation>打开照片</translation>
    </message>
    <message>
        <source>Look at the photo</source>
        <translation>查看照片</translation>
    </message>
</context>
<context>
    <name>FaceMenu</name>
    <message>
        <source>Name…</source>
        <translation>命名…</translation>
    </message>
    <message>
        <source>This is {name}</source>
        <translation>这是“{name}”</translation>
    </message>
    <message>
        <source>This is not {name}</source>
        <translation>这不是“{name}”</translation>
    </message>
    <message>
        <source>This is somebody else</source>
        <translation>这是其他人</translation>
    </message>
    <message>
        <source>Use as cover</source>
        <translation>设为封面</translation>
    </message>
    <message>
        <source>Go to {name}</source>
        <translation>前往“{name}”</translation>
    </message>
    <message>
        <source>Go to the group</source>
        <translation>前往分组</translation>
    </message>
    <message>
        <source>Find this person in other photos</source>
        <translation>在其他照片中查找此人</translation>
    </message>
    <message>
        <source>Restore this face</source>
        <translation>恢复此人脸</translation>
    </message>
    <message>
        <source>Ignore this face</source>
        <translation>忽略此人脸</translation>
    </message>
    <message>
        <source>Delete the box: no face</source>
        <translation>删除人脸框：不是人脸</translation>
    </message>
</context>
<context>
    <name>FaceNaming</name>
    <message>
        <source>Who is this? The whole group gets the name.</source>
        <extracomment>A box that was drawn, in the photo&apos;s coordinates, and what gets its name.</extracomment>
        <translation>这是谁？整个分组都将使用此名字。</translation>
    </message>
    <message>
        <source>Return adds the group to {name}</source>
        <translation>按回车键将此分组归入“{name}”</translation>
    </message>
    <message>
        <source>Who is this?</source>
        <translation>这是谁？</translation>
    </message>
    <message>
        <source>Return adds this face to {name}</source>
        <translation>按回车键将此人脸归入“{name}”</translation>
    </message>
    <message>
        <source>Who is this instead?</source>
        <translation>那么这是谁？</translation>
    </message>
    <message>
        <source>Return says that this face is {name}</source>
        <translation>按回车键指明此人脸是“{name}”</translation>
    </message>
    <message>
        <source>Who is this? Escape leaves the face without a name.</source>
        <translation>这是谁？按 Esc 键可不命名此人脸。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名字</translation>
    </message>
</context>
<context>
    <name>FacesBar</name>
    <message>
        <source>Faces</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新的在前</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>质量最佳的在前</translation>
    </message>
    <message>
        <source>Outliers first</source>
        <translation>最不像的在前</translation>
    </message>
    <message>
        <source>Show faces or photos</source>
        <translation>显示人脸或照片</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>排序方式</translation>
    </message>
    <message>
        <source>Split…</source>
        <translation>拆分…</translation>
    </message>
    <message>
        <source>Find faces that may be somebody else&apos;s</source>
        <translation>查找可能属于其他人的人脸</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>By age</source>
        <translation>按年龄</translation>
    </message>
    <message>
        <source>In videos</source>
        <translation>视频中</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>已选择 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FacesModel</name>
    <message>
        <source>aged {years}</source>
        <extracomment>All faces, and those of them that are shown.</extracomment>
        <translation>{years} 岁</translation>
    </message>
    <message>
        <source>no date</source>
        <translation>无日期</translation>
    </message>
    <message>
        <source>in a video at {moment}</source>
        <translation>在视频的 {moment} 处</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 张人脸</numerusform>
        </translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>not confirmed</source>
        <translation>未确认</translation>
    </message>
</context>
<context>
    <name>FindPage</name>
    <message>
        <source>Find a person</source>
        <translation>查找人物</translation>
    </message>
    <message>
        <source>Look for who is in the copied picture</source>
        <translation>查找所复制图片中的人物</translation>
    </message>
    <message>
        <source>Comparing faces…</source>
        <translation>正在比较人脸…</translation>
    </message>
    <message>
        <source>Looking for faces…</source>
        <translation>正在查找人脸…</translation>
    </message>
    <message>
        <source>Open a picture…</source>
        <translation>打开图片…</translation>
    </message>
    <message>
        <source>Who is this?</source>
        <translation>这是谁？</translation>
    </message>
    <message>
        <source>Drop a picture here, paste one, or open one, to find the people in it. It is only looked at, and not added to your library.</source>
        <translation>拖入、粘贴或打开一张图片，即可查找其中的人物。图片仅供查看，不会添加到图库。</translation>
    </message>
    <message>
        <source>Open a picture</source>
        <translation>打开图片</translation>
    </message>
    <message>
        <source>Pictures ({patterns})</source>
        <translation>图片 ({patterns})</translation>
    </message>
    <message>
        <source>The pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>This cannot be looked for</source>
        <translation>无法查找此内容</translation>
    </message>
    <message>
        <source>No face was found in {name}. Try another picture.</source>
        <translation>在“{name}”中未找到人脸。请换一张图片。</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>This face cannot be compared: it is ignored or gone, or was drawn by hand without being recognised.</source>
        <extracomment>Makes the models of these two names. Counts changes of the library.</extracomment>
        <translation>无法比较此人脸：它已被忽略或已不存在，或者是手动标出而未经识别的。</translation>
    </message>
    <message>
        <source>The faces of this library were recognised by another version of {name} than the one on this computer. Index the folders again first.</source>
        <translation>此图库中的人脸是由另一版本的 {name} 识别的，与此电脑上的版本不同。请先为文件夹重新建立索引。</translation>
    </message>
</context>
<context>
    <name>FoldersPage</name>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Folders with photos</source>
        <translation>包含照片的文件夹</translation>
    </message>
    <message>
        <source>Stop watching…</source>
        <translation>停止监视…</translation>
    </message>
    <message>
        <source>Remove a folder and its photos from the library; the files stay</source>
        <translation>从图库中移除文件夹及其照片；文件会保留</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Look for new photos</source>
        <translation>查找新照片</translation>
    </message>
    <message>
        <source>Import names…</source>
        <translation>导入名字…</translation>
    </message>
    <message>
        <source>Take over the names that digiKam, Picasa, Google Takeout and others have</source>
        <translation>取用 digiKam、Picasa、Google Takeout 等程序中的名字</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Choose a photo folder…</source>
        <translation>选择照片文件夹…</translation>
    </message>
    <message>
        <source>No folder is watched yet</source>
        <translation>还没有监视任何文件夹</translation>
    </message>
    <message>
        <source>Choose a folder with photos, or drop one here; everything below it is looked at, too.</source>
        <translation>选择包含照片的文件夹，或将其拖到这里；其中的所有子文件夹也会一并查看。</translation>
    </message>
    <message>
        <source>Show the photos of the folder</source>
        <translation>显示此文件夹中的照片</translation>
    </message>
    <message>
        <source>{folder} (not there now)</source>
        <translation>{folder}（当前不可用）</translation>
    </message>
    <message>
        <source>{folder} is not there now. Connect the drive it is on; its photos are kept meanwhile.</source>
        <translation>“{folder}”当前不可用。请连接其所在的驱动器；在此期间，其中的照片会保留在图库中。</translation>
    </message>
    <message>
        <source>{folder} (empty)</source>
        <translation>{folder}（空）</translation>
    </message>
    <message>
        <source>{folder} is empty. If its drive is not connected, connect it. If you deleted the photos, choose Stop watching to remove them from the library, too.</source>
        <translation>“{folder}”是空的。如果其所在的驱动器未连接，请连接。如果你已删除照片，请选择“停止监视”，将它们也从图库中移除。</translation>
    </message>
    <message>
        <source>{folder} is there again. Look for new photos to bring the library up to date.</source>
        <translation>“{folder}”已恢复可用。请查找新照片以更新图库。</translation>
    </message>
    <message>
        <source>There are no photos in {folder}.</source>
        <translation>“{folder}”中没有照片。</translation>
    </message>
    <message>
        <source>Show photos</source>
        <translation>显示照片</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>在文件管理器中显示</translation>
    </message>
    <message>
        <source>Write names into photos…</source>
        <translation>将名字写入照片…</translation>
    </message>
    <message>
        <source>All photos in {folder}</source>
        <translation>“{folder}”中的所有照片</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>停止监视</translation>
    </message>
    <message>
        <source>Stop watching {folder}?</source>
        <translation>要停止监视“{folder}”吗？</translation>
    </message>
    <message>
        <source>Its photos, their faces and what you said of them are removed from the library for good; this cannot be undone. The files themselves stay as they are.</source>
        <translation>其中的照片、照片中的人脸以及你对它们的标注都将从图库中永久移除；此操作无法撤销。文件本身保持不变。</translation>
    </message>
    <message numerus="yes">
        <source>{folder} is not watched any more; %n photo(s) left the library.</source>
        <translation>
            <numerusform>已停止监视“{folder}”；%n 张照片已从图库中移除。</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a photo folder</source>
        <translation>选择照片文件夹</translation>
    </message>
</context>
<context>
    <name>ForgetDialog</name>
    <message>
        <source>this unnamed group</source>
        <translation>此未命名分组</translation>
    </message>
    <message>
        <source>Forget {name}</source>
        <translation>遗忘“{name}”</translation>
    </message>
    <message>
        <source>Looking for what the library and its backups hold of {name} …</source>
        <translation>正在查找图库及其备份中关于“{name}”的内容…</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>正在处理</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Forget for good</source>
        <translation>彻底遗忘</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 张人脸</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>Forget {name} for good? {faces} in {photos} will be removed: their boxes, pictures and embeddings, the name, the birthday and the notes, and every trace in the history. This cannot be undone.

The photos stay as they are. In photos that are added later, they are a stranger like any other.</source>
        <translation>要彻底遗忘“{name}”吗？{photos}中的 {faces}将被移除：包括人脸框、人脸图片和特征向量，名字、生日和备注，以及历史记录中的所有痕迹。此操作无法撤销。

照片保持不变。在以后添加的照片中，此人将与其他陌生人无异。</translation>
    </message>
    <message numerus="yes">
        <source>Also delete %n backup(s) that hold them:</source>
        <translation>
            <numerusform>同时删除 %n 个包含此人的备份：</numerusform>
        </translation>
    </message>
    <message>
        <source>These backups cannot be reached now and may hold them:</source>
        <translation>以下备份当前无法访问，其中可能包含此人：</translation>
    </message>
    <message>
        <source>Forgetting {name} …</source>
        <translation>正在遗忘“{name}”…</translation>
    </message>
    <message>
        <source>{name} is forgotten: {faces} in {photos} are gone.</source>
        <translation>“{name}”已被遗忘：{photos}中的 {faces}已移除。</translation>
    </message>
    <message>
        <source>Deleted:</source>
        <translation>已删除：</translation>
    </message>
    <message>
        <source>These backups still hold them; delete them when you need them no longer:</source>
        <translation>以下备份仍包含此人；不再需要这些备份时，请将其删除：</translation>
    </message>
    <message>
        <source>These cannot be reached now; connect their drives and delete them there:</source>
        <translation>以下备份当前无法访问；请连接其所在的驱动器，然后在其中删除：</translation>
    </message>
    <message>
        <source>All tables and, byte by byte, all files of the library were searched: nothing is left.</source>
        <translation>已检查图库的所有数据表，并逐字节检查了所有文件：没有任何残留。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>{name} is forgotten.</source>
        <translation>“{name}”已被遗忘。</translation>
    </message>
</context>
<context>
    <name>FoundView</name>
    <message>
        <source>Least similarity</source>
        <extracomment>Bounds of the similarity, in hundredths. Photos that one can go through from a result. The face of the library that is looked for, where it is nobody&apos;s yet: it is saved with the others.</extracomment>
        <translation>最低相似度</translation>
    </message>
    <message>
        <source>Show only faces that are at least so similar</source>
        <translation>仅显示达到此相似度的人脸</translation>
    </message>
    <message>
        <source>Save as a person</source>
        <translation>保存为人物</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>No name yet</source>
        <translation>尚未命名</translation>
    </message>
    <message>
        <source>{name} (ignored)</source>
        <translation>{name}（已忽略）</translation>
    </message>
    <message>
        <source>There are no faces in the library to compare with yet.</source>
        <translation>图库中还没有可供比较的人脸。</translation>
    </message>
    <message>
        <source>Nobody in the library looks like this.</source>
        <translation>图库中没有相像的人物。</translation>
    </message>
    <message>
        <source>Similarity from {least}: the same person {chance}</source>
        <translation>相似度 {least} 起；是同一个人：{chance}</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 张人脸</numerusform>
        </translation>
    </message>
    <message>
        <source>No face is so similar. Move the slider to the left for others.</source>
        <translation>没有达到此相似度的人脸。将滑块向左移动可查看其他人脸。</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) chosen, and the one looked for</source>
        <translation>
            <numerusform>已选择 %n 张人脸，以及所查找的人脸</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) chosen</source>
        <translation>
            <numerusform>已选择 %n 张人脸</numerusform>
        </translation>
    </message>
    <message>
        <source>Show photo</source>
        <translation>显示照片</translation>
    </message>
    <message>
        <source>Look for this face</source>
        <translation>查找此人脸</translation>
    </message>
    <message>
        <source>Show the person</source>
        <translation>显示此人物</translation>
    </message>
    <message>
        <source>Choose all</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>undone</source>
        <extracomment>`Told`, or None while that is not known. Entries whose `Told` is known, or on its way.</extracomment>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>Return or a click on the picture shows whom this was about</source>
        <translation>按回车键或点击图片可查看相关人物</translation>
    </message>
    <message>
        <source>Return or a click on the picture shows the photo</source>
        <translation>按回车键或点击图片可查看照片</translation>
    </message>
    <message>
        <source>What this was about is no more</source>
        <translation>相关内容已不存在</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>All actions, newest first</source>
        <extracomment>So many actions are listed, the newest.</extracomment>
        <translation>所有操作，最新的在前</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Take the newest action back (Ctrl+Z)</source>
        <translation>撤销最近的操作 (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Do again what was taken back last (Ctrl+Shift+Z)</source>
        <translation>重做最近撤销的操作 (Ctrl+Shift+Z)</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Nothing has been done yet</source>
        <translation>还没有任何操作</translation>
    </message>
    <message>
        <source>Everything you do with people and faces is listed here, and can be taken back.</source>
        <translation>你对人物和人脸所做的一切都会列在这里，并且可以撤销。</translation>
    </message>
    <message>
        <source>Show whom this was about</source>
        <translation>显示相关人物</translation>
    </message>
    <message numerus="yes">
        <source>Redo %n action(s), up to this one</source>
        <translation>
            <numerusform>重做 %n 项操作，直至此项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Undo %n action(s), back to before this one</source>
        <translation>
            <numerusform>撤销 %n 项操作，回到此项之前</numerusform>
        </translation>
    </message>
    <message>
        <source>Show photo</source>
        <translation>显示照片</translation>
    </message>
</context>
<context>
    <name>IgnoredPage</name>
    <message>
        <source>Ignored</source>
        <translation>已忽略</translation>
    </message>
    <message>
        <source>Nobody is ignored</source>
        <translation>没有已忽略的人物</translation>
    </message>
    <message>
        <source>Strangers, statues and posters that you ignore are kept here, and can be restored.</source>
        <translation>你忽略的陌生人、雕像和海报会保存在这里，并且可以恢复。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Faces can also be ignored one by one, in their photo.</source>
        <translation>也可以在照片中单独忽略人脸。</translation>
    </message>
    <message numerus="yes">
        <source>Restore %n face(s) ignored one by one</source>
        <translation>
            <numerusform>恢复 %n 张单独忽略的人脸</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import names</source>
        <translation>导入名字</translation>
    </message>
    <message>
        <source>Choose something else…</source>
        <translation>另选其他…</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Reading what the other program knows…</source>
        <translation>正在读取另一程序的数据…</translation>
    </message>
    <message>
        <source>Take over the names you gave elsewhere</source>
        <translation>取用您在别处起的名字</translation>
    </message>
    <message>
        <source>Choose what the other program keeps, or drop it here:</source>
        <translation>请选择另一程序保存的数据，或将其拖放到此处：</translation>
    </message>
    <message>
        <source>Names that Lightroom, Immich and others keep in the photos or beside them need no import: they are read when the folder is added.</source>
        <translation>Lightroom、Immich 等程序保存在照片内或照片旁的名字无需导入：添加文件夹时会自动读取。</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>the file digikam4.db, or the folder it is in</source>
        <translation>文件 digikam4.db 或其所在文件夹</translation>
    </message>
    <message>
        <source>the folder with the photos that Picasa showed (.picasa.ini)</source>
        <translation>Picasa 所显示照片的文件夹（.picasa.ini）</translation>
    </message>
    <message>
        <source>the folder into which all parts of the Takeout were unpacked</source>
        <translation>解压了 Takeout 所有部分的文件夹</translation>
    </message>
    <message>
        <source>what osxphotos exported as JSON: the file or the folder</source>
        <translation>osxphotos 导出的 JSON：文件或文件夹</translation>
    </message>
    <message>
        <source>the JSON file with the names of another library</source>
        <translation>含另一图库名字的 JSON 文件</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>正在处理</translation>
    </message>
    <message>
        <source>Comparing it with your photos…</source>
        <translation>正在与您的照片比较…</translation>
    </message>
    <message>
        <source>Choose the other program&apos;s file</source>
        <translation>选择另一程序的文件</translation>
    </message>
    <message>
        <source>Choose the other program&apos;s folder</source>
        <translation>选择另一程序的文件夹</translation>
    </message>
    <message>
        <source>Choose Picasa&apos;s contacts.xml</source>
        <translation>选择 Picasa 的 contacts.xml</translation>
    </message>
</context>
<context>
    <name>ImportPreview</name>
    <message>
        <source>People who would be taken over</source>
        <extracomment>Lines of one note; of more it is said how many there are. Of all notes together, in logical pixels; the rest is scrolled to.</extracomment>
        <translation>将取用的人物</translation>
    </message>
    <message>
        <source>What else there is to know</source>
        <translation>其他须知</translation>
    </message>
    <message>
        <source>Photos are being read now. What is said here follows when that has ended.</source>
        <translation>正在读取照片。读取完成后，此处内容会随之更新。</translation>
    </message>
    <message>
        <source>Nothing is changed yet. Importing changes nothing of {program} and none of your photos, and Undo takes all of it back.</source>
        <translation>尚未做任何更改。导入不会更改 {program} 的任何内容，也不会更改您的照片，且可用“撤销”全部收回。</translation>
    </message>
    <message>
        <source>No names are kept there, so there is nothing to take over.</source>
        <translation>那里没有保存名字，因此没有可取用的内容。</translation>
    </message>
    <message>
        <source>None of these photos is in your library, so there is nothing to take over yet. Add the folders with these photos first.</source>
        <translation>这些照片都不在您的图库中，因此尚无可取用的内容。请先添加这些照片所在的文件夹。</translation>
    </message>
    <message>
        <source>There is nothing to take over: all that fits is known here already.</source>
        <translation>没有可取用的内容：所有匹配的内容此处均已知。</translation>
    </message>
    <message>
        <source>Taken over besides</source>
        <translation>另外导入</translation>
    </message>
    <message>
        <source>It is the same folder</source>
        <translation>是同一个文件夹</translation>
    </message>
    <message>
        <source>Perhaps a folder was moved</source>
        <translation>可能移动过文件夹</translation>
    </message>
    <message numerus="yes">
        <source>Add %n folder(s)</source>
        <translation>
            <numerusform>添加 %n 个文件夹</numerusform>
        </translation>
    </message>
    <message>
        <source>Their photos are read, and come into this list then</source>
        <translation>将读取其中的照片，随后加入此列表</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) are not in your library</source>
        <translation>
            <numerusform>%n 张照片不在您的图库中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{program} knows people in %n photo(s), of which {number} in your library.</source>
        <extracomment>Keeps what is said together, at the top, where there is no table.</extracomment>
        <translation>
            <numerusform>{program} 知道 %n 张照片中的人物，其中 {number} 张在您的图库中。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Left out, since you said otherwise here: %n name(s)</source>
        <translation>
            <numerusform>已略过，因为您在此处另有说明：%n 个名字</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{theirs} may be {ours} now, though no file there has the size that {program} remembers. That would give %n more photo(s).</source>
        <translation>
            <numerusform>“{theirs}”现在可能是“{ours}”，但其中没有文件的大小与 {program} 所记的相符。若是，则另有 %n 张照片。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deleted here, and not coming back: %n face(s)</source>
        <translation>
            <numerusform>在此处已删除，不会恢复：%n 张人脸</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose contacts.xml…</source>
        <translation>选择 contacts.xml…</translation>
    </message>
    <message>
        <source>What was left out</source>
        <translation>略过的内容</translation>
    </message>
    <message>
        <source>Birthdays: {number}</source>
        <translation>生日：{number}</translation>
    </message>
    <message>
        <source>Notes: {number}</source>
        <translation>备注：{number}</translation>
    </message>
    <message>
        <source>Pairs who are not the same: {number}</source>
        <translation>不是同一个人的配对：{number}</translation>
    </message>
    <message>
        <source>Faces that are not somebody&apos;s: {number}</source>
        <translation>确认不是某人的人脸：{number}</translation>
    </message>
    <message>
        <source>{photo}: {program} says {name}, you said that it is somebody else.</source>
        <translation>{photo}：{program} 认为是“{name}”，您说是别人。</translation>
    </message>
    <message>
        <source>{photo}: {program} says {name}, you confirmed {other}.</source>
        <translation>{photo}：{program} 认为是“{name}”，您确认为“{other}”。</translation>
    </message>
    <message>
        <source>somebody else</source>
        <translation>别人</translation>
    </message>
    <message>
        <source>… and {number} more</source>
        <translation>… 另有 {number} 项</translation>
    </message>
</context>
<context>
    <name>Imports</name>
    <message>
        <source>The import was stopped; nothing was changed.</source>
        <extracomment>What jobs call their stage. The remaining time is shown once so many seconds are behind.</extracomment>
        <translation>导入已停止；未做任何更改。</translation>
    </message>
    <message>
        <source>All of this was known already; nothing was changed.</source>
        <translation>这些均已知；未做任何更改。</translation>
    </message>
    <message>
        <source>{reason} {number} more photos could not be looked at either.</source>
        <translation>{reason}另有 {number} 张照片也无法查看。</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>About the chosen photos</source>
        <extracomment>A photo&apos;s file is read once it has been shown for so long, in milliseconds. Shorter exposures are told as fractions of a second. How the photo was taken is read from its file, once the user stays with it.</extracomment>
        <translation>所选照片的信息</translation>
    </message>
    <message>
        <source>Choose a photo to see when and where it was taken, and who is in it.</source>
        <translation>选择一张照片，查看其拍摄时间、地点以及照片中的人物。</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>拍摄时间</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>镜头</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>曝光</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>{width} × {height}</source>
        <translation>{width} × {height}</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>{width} × {height} ({megapixels} megapixels)</source>
        <translation>{width} × {height}（{megapixels} 百万像素）</translation>
    </message>
    <message>
        <source>{size}, {format}</source>
        <translation>{size}，{format}</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Who?</source>
        <translation>谁？</translation>
    </message>
    <message>
        <source>Unnamed</source>
        <translation>未命名</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) chosen</source>
        <translation>
            <numerusform>已选择 %n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>First</source>
        <translation>最早</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>最晚</translation>
    </message>
    <message numerus="yes">
        <source>{name}, in %n photo(s)</source>
        <translation>
            <numerusform>{name}，出现在 %n 张照片中</numerusform>
        </translation>
    </message>
    <message>
        <source>People</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>1/{part} s</source>
        <translation>1/{part} 秒</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>f/{number}</source>
        <translation>f/{number}</translation>
    </message>
    <message>
        <source>ISO {number}</source>
        <translation>ISO {number}</translation>
    </message>
    <message>
        <source>{length} mm</source>
        <translation>{length} mm</translation>
    </message>
    <message>
        <source>{folder} is not there or empty now. Connect the drive it is on.</source>
        <translation>“{folder}”当前不可用或为空。请连接其所在的驱动器。</translation>
    </message>
    <message>
        <source>The file is gone. Put it back, or look for it with F5 if it was moved.</source>
        <translation>文件已不存在。请将其放回原处；如果文件已移动，请按 F5 查找。</translation>
    </message>
    <message>
        <source>{latitude}° {north}, {longitude}° {east}</source>
        <translation>{north} {latitude}°，{east} {longitude}°</translation>
    </message>
    <message>
        <source>N</source>
        <translation>北纬</translation>
    </message>
    <message>
        <source>S</source>
        <translation>南纬</translation>
    </message>
    <message>
        <source>E</source>
        <translation>东经</translation>
    </message>
    <message>
        <source>W</source>
        <translation>西经</translation>
    </message>
</context>
<context>
    <name>JobRow</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop; what is finished is kept</source>
        <translation>停止；已完成的部分会保留</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Looking through the folders</source>
        <translation>正在浏览文件夹</translation>
    </message>
    <message>
        <source>Finding faces</source>
        <translation>正在查找人脸</translation>
    </message>
    <message>
        <source>Reading names from files</source>
        <translation>正在从文件读取名字</translation>
    </message>
    <message>
        <source>Embedding faces anew</source>
        <translation>正在重新提取人脸特征</translation>
    </message>
    <message>
        <source>Grouping faces</source>
        <translation>正在对人脸分组</translation>
    </message>
    <message>
        <source>Exporting photos</source>
        <translation>正在导出照片</translation>
    </message>
    <message>
        <source>Exporting names</source>
        <translation>正在导出姓名</translation>
    </message>
    <message>
        <source>Importing names</source>
        <translation>正在导入名字</translation>
    </message>
    <message>
        <source>Looking for names to write</source>
        <translation>正在查找要写入的名字</translation>
    </message>
    <message>
        <source>Writing names into photos</source>
        <translation>正在将名字写入照片</translation>
    </message>
    <message>
        <source>Waiting for other work to end</source>
        <translation>正在等待其他工作结束</translation>
    </message>
    <message>
        <source>Looking for copies and bursts</source>
        <translation>正在查找副本和连拍</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在开始</translation>
    </message>
    <message>
        <source>Looking for what to ask</source>
        <translation>正在准备问题</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 张人脸</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be used</source>
        <translation>
            <numerusform>%n 张无法使用</numerusform>
        </translation>
    </message>
    <message>
        <source>{rate} a second</source>
        <translation>每秒 {rate} 张</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n 秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n 分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n 小时</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>The groups are still those of another recogniser; see Preview for what would change.</source>
        <extracomment>While photos are indexed, faces are grouped when so many seconds have passed since the last time ... ... and for the first time after so many. What changed on the disk is looked at so much later where another program is at work, in milliseconds. Folders with something new in them: those nobody looks at yet, and those of the run under way. How the user wants faces to be grouped from now on, while that has not begun. Groups are made by one at a time.</extracomment>
        <translation>当前分组仍来自另一个识别模型；请在“预览”中查看会有哪些变化。</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) moved. This is not in the history; to group as before, go to Preview and choose {former}.</source>
        <translation>
            <numerusform>已移动 %n 张人脸。此操作不在历史记录中；如需恢复之前的分组，请前往“预览”并选择 {former}。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LikelyPeople</name>
    <message>
        <source>People it may be</source>
        <translation>可能的人物</translation>
    </message>
</context>
<context>
    <name>Look</name>
    <message>
        <source>This could not be looked at, through a fault in Familiar.</source>
        <extracomment>Least time between two reports of progress, in seconds.</extracomment>
        <translation>由于 Familiar 的错误，无法查看。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>{folder} is no folder. Choose one with: Folders, Add a folder.</source>
        <extracomment>The module below `app.desktop.pages` and the class of each page. What only other pages than the first need takes as long to load as all else, so it is loaded once photos are shown. The code of other pages than the first is loaded so long after the window was shown, in milliseconds. How the system knows the window&apos;s entry among its programs (`packaging/linux`).</extracomment>
        <translation>“{folder}”不是文件夹。请前往“文件夹”，通过“添加文件夹”选择一个文件夹。</translation>
    </message>
    <message>
        <source>Back</source>
        <extracomment>Pages with a key of their own; the page of places is not always there. In which page of the sidebar others are.</extracomment>
        <translation>后退</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Look for new photos</source>
        <translation>查找新照片</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Import names…</source>
        <translation>导入名字…</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Menu of what is chosen</source>
        <translation>所选内容的菜单</translation>
    </message>
    <message>
        <source>On this page</source>
        <translation>在此页面</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>所有页面</translation>
    </message>
    <message>
        <source>Stopped. What is finished is kept, and it goes on from there; F5 does that, too.</source>
        <translation>已停止。已完成的部分会保留，之后可从此处继续；按 F5 也可以继续。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>待审阅</translation>
    </message>
    <message>
        <source>Unnamed</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Ignored</source>
        <translation>已忽略</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Find a person</source>
        <translation>查找人物</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>MarkedPhoto</name>
    <message>
        <source>This photo cannot be shown now.</source>
        <extracomment>Left, top, width and height, as shares of the photo&apos;s. Of a video the moment that is shown; None where its thumbnail is.</extracomment>
        <translation>当前无法显示此照片。</translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>正在加载…</translation>
    </message>
</context>
<context>
    <name>MentionedPeople</name>
    <message>
        <source>Also in this photo; where is not known</source>
        <translation>也在此照片中；位置未知</translation>
    </message>
    <message>
        <source>Go to {name}</source>
        <translation>前往“{name}”</translation>
    </message>
    <message>
        <source>Where?</source>
        <translation>在哪里？</translation>
    </message>
    <message>
        <source>Say where {name} is</source>
        <translation>指出“{name}”在哪里</translation>
    </message>
    <message>
        <source>Choose the face…</source>
        <translation>选择人脸…</translation>
    </message>
    <message>
        <source>Draw around the face…</source>
        <translation>框出人脸…</translation>
    </message>
    <message>
        <source>{name} is not in this photo</source>
        <translation>“{name}”不在此照片中</translation>
    </message>
</context>
<context>
    <name>MentionedPhotos</name>
    <message>
        <source>These photos name this person, but not where. Open one and press I to say which face it is.</source>
        <translation>这些照片里写有此人的名字，但没有位置。打开一张照片并按 I，指出是哪张人脸。</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message</source>
        <extracomment>How long a message stays; one about trouble, or with a question, stays until it is closed. So many messages about trouble are shown at one time, the newest. In logical pixels.</extracomment>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>Month</name>
    <message>
        <source>Without a date</source>
        <extracomment>Events of which is read what they are called at one time, and how many such windows are kept.</extracomment>
        <translation>无日期</translation>
    </message>
    <message>
        <source>{month} {year}</source>
        <translation>{year}年{month}</translation>
    </message>
</context>
<context>
    <name>NameField</name>
    <message>
        <source>Return adds these faces to {name}</source>
        <extracomment>The least width of the list of names, in logical pixels, where the field itself is narrow. Names offered at one time.</extracomment>
        <translation>按回车键将这些人脸归入“{name}”</translation>
    </message>
    <message>
        <source>Name</source>
        <extracomment>Why Return did nothing, until something else is typed; empty for nothing.</extracomment>
        <translation>名字</translation>
    </message>
    <message>
        <source>Return removes the name</source>
        <translation>按回车键移除名字</translation>
    </message>
    <message>
        <source>Type a name; Escape leaves all as it was.</source>
        <translation>输入名字；按 Esc 键则保持不变。</translation>
    </message>
</context>
<context>
    <name>NameSettings</name>
    <message>
        <source>Make them people here</source>
        <translation>在此处作为人物</translation>
    </message>
    <message>
        <source>Leave them alone</source>
        <translation>不予理会</translation>
    </message>
    <message>
        <source>Names that photo files and sidecars have</source>
        <translation>照片文件和附属文件中的名字</translation>
    </message>
    <message>
        <source>Keywords that are people</source>
        <translation>作为人物的关键词</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Separated by commas: what people are filed under (People/), and single words that are names (Grandma). It counts for photos that are read from then on.</source>
        <translation>用逗号分隔：人物所归的类别（People/）以及本身就是名字的词（奶奶）。适用于此后读取的照片。</translation>
    </message>
    <message>
        <source>Keywords are words with commas between them, in one line.</source>
        <translation>关键词是一行内用逗号分隔的词。</translation>
    </message>
</context>
<context>
    <name>NoPhotos</name>
    <message>
        <source>Looking for photos…</source>
        <translation>正在查找照片…</translation>
    </message>
    <message>
        <source>Photos appear here as soon as they are read, and the people in them a little later. You can use everything meanwhile.</source>
        <translation>照片读取后会立即显示在这里，其中的人物会稍后显示。在此期间，你可以使用所有功能。</translation>
    </message>
    <message>
        <source>No photo folder yet</source>
        <translation>还没有照片文件夹</translation>
    </message>
    <message>
        <source>Add the folder in which your photos are, or drop it here. They stay where they are and are only read; nothing leaves this computer.</source>
        <translation>添加照片所在的文件夹，或将其拖到这里。照片会留在原处，仅供读取；任何内容都不会离开此电脑。</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Show all photos</source>
        <translation>显示所有照片</translation>
    </message>
    <message>
        <source>This search is not clear</source>
        <translation>无法理解此搜索</translation>
    </message>
    <message>
        <source>No photo matches “{search}”.</source>
        <translation>没有符合“{search}”的照片。</translation>
    </message>
    <message>
        <source>No photo matches “{search}”. Leave out a word, write “or” instead of “and”, or look at a longer time.</source>
        <translation>没有符合“{search}”的照片。请去掉一个词，用“or”代替“and”，或扩大时间范围。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到任何内容</translation>
    </message>
    <message>
        <source>Your photos are out of reach</source>
        <translation>无法访问你的照片</translation>
    </message>
    <message>
        <source>{folder} is not there now. Connect the drive it is on, then look again.</source>
        <translation>“{folder}”当前不可用。请连接其所在的驱动器，然后重新查找。</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>选择其他文件夹…</translation>
    </message>
    <message>
        <source>There are no photos here</source>
        <translation>这里没有照片</translation>
    </message>
    <message>
        <source>{folder} has no photos in it, nor have the folders in it. Familiar reads JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF, BMP, the RAW files of cameras, and videos. Choose the folder that your photos are in.</source>
        <translation>“{folder}”及其子文件夹中没有照片。Familiar 可读取 JPEG、PNG、WebP、HEIC、AVIF、TIFF、GIF、BMP、相机的 RAW 文件以及视频。请选择照片所在的文件夹。</translation>
    </message>
    <message>
        <source>Search for “{search}” ({number})</source>
        <translation>搜索“{search}”（{number}）</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
</context>
<context>
    <name>NotesDialog</name>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Notes on {name}</source>
        <translation>关于“{name}”的备注</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>{folder} is not there or empty now; this is what was kept of the photo. Connect the drive it is on, then press F5.</source>
        <translation>“{folder}”当前不可用或为空；这是保留的照片副本。请连接其所在的驱动器，然后按 F5。</translation>
    </message>
    <message>
        <source>{file} is gone; this is what was kept of it. Put the file back, or press F5 if it was moved to another of your folders.</source>
        <translation>“{file}”已不存在；这是保留的副本。请将文件放回原处；如果文件已移至你的其他文件夹，请按 F5。</translation>
    </message>
    <message>
        <source>This file is damaged; what is left of it is shown. Restore it from a backup.</source>
        <translation>此文件已损坏；当前显示的是其残存部分。请从备份中恢复。</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Opening the library…</source>
        <extracomment>A library that opens sooner opens without a word, in milliseconds. What has been opened, until it is handed over.</extracomment>
        <translation>正在打开图库…</translation>
    </message>
    <message>
        <source>Something went wrong that should not have: {problem}. Nothing is lost.</source>
        <translation>发生了意外问题：{problem}。没有任何数据丢失。</translation>
    </message>
    <message>
        <source>The copy of {when} is whole. What the library is now is kept beside it.</source>
        <translation>{when} 的副本是完整的。资料库现在的内容会保留在旁边。</translation>
    </message>
    <message>
        <source>Restore the copy</source>
        <translation>恢复副本</translation>
    </message>
</context>
<context>
    <name>Peek</name>
    <message>
        <source>Look closer</source>
        <translation>放大查看</translation>
    </message>
</context>
<context>
    <name>PeopleModel</name>
    <message>
        <source>Unnamed group</source>
        <extracomment>People that are dragged, as a JSON list of ids. The id of the last row, which stands for all faces that are seen once. The names as they are compared with a filter; made when there is one.</extracomment>
        <translation>未命名分组</translation>
    </message>
    <message>
        <source>{name}, {faces}</source>
        <translation>{name}，{faces}</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) seen once</source>
        <translation>
            <numerusform>%n 张仅出现一次的人脸</numerusform>
        </translation>
    </message>
    <message>
        <source>When one of these people is seen again, a group is made of the two.</source>
        <translation>当其中某人再次出现时，两张人脸会组成一个分组。</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 张人脸</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>named in %n photo(s), nobody knows where</source>
        <translation>
            <numerusform>%n 张照片里写有名字，位置不明</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>{faces} in {photos}</source>
        <translation>{photos}中的 {faces}</translation>
    </message>
    <message>
        <source>{faces} in {photos}, last seen on {date}</source>
        <translation>{photos}中的 {faces}，最近出现于 {date}</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>People</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>Show unnamed groups</source>
        <translation>显示未命名分组</translation>
    </message>
    <message>
        <source>Nobody has a name yet</source>
        <translation>还没有已命名的人物</translation>
    </message>
    <message>
        <source>Faces that look alike are put into groups. Name a group, and it appears here.</source>
        <translation>相像的人脸会归入同一个分组。为分组命名后，它就会显示在这里。</translation>
    </message>
</context>
<context>
    <name>PersonActions</name>
    <message>
        <source>Are these the same person? Which name stays?</source>
        <translation>他们是同一个人吗？保留哪个名字？</translation>
    </message>
    <message>
        <source>Merge as {name}</source>
        <translation>合并为“{name}”</translation>
    </message>
    <message>
        <source>Merge with</source>
        <translation>合并到</translation>
    </message>
    <message>
        <source>Who is the same person? Type their name.</source>
        <translation>与谁是同一个人？请输入其名字。</translation>
    </message>
    <message>
        <source>Return merges with {name}</source>
        <translation>按回车键合并到“{name}”</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>移至</translation>
    </message>
    <message numerus="yes">
        <source>Whose %n face(s) are these? A name nobody has yet makes somebody new.</source>
        <translation>
            <numerusform>这 %n 张人脸是谁的？输入新名字会创建新人物。</numerusform>
        </translation>
    </message>
    <message>
        <source>Return moves them to {name}</source>
        <translation>按回车键将其移至“{name}”</translation>
    </message>
    <message>
        <source>{name} exists already. Are these the same person?</source>
        <translation>“{name}”已存在。这是同一个人吗？</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>Keep apart…</source>
        <translation>保持分开…</translation>
    </message>
    <message>
        <source>Merge all the same</source>
        <translation>仍然合并</translation>
    </message>
    <message>
        <source>They are different people</source>
        <translation>他们是不同的人</translation>
    </message>
    <message>
        <source>Are these the same person?</source>
        <translation>他们是同一个人吗？</translation>
    </message>
    <message>
        <source>{name} and {other} are in this photo together.</source>
        <translation>“{name}”和“{other}”同时出现在这张照片中。</translation>
    </message>
    <message>
        <source>{name} and the other group are in this photo together.</source>
        <translation>“{name}”和另一个分组同时出现在这张照片中。</translation>
    </message>
    <message>
        <source>Both groups are in this photo together.</source>
        <translation>两个分组同时出现在这张照片中。</translation>
    </message>
    <message>
        <source>{question} {but}</source>
        <translation>{question}{but}</translation>
    </message>
    <message>
        <source>Nobody is called {name}. Choose a name that somebody has.</source>
        <translation>没有人叫“{name}”。请选择已有人物的名字。</translation>
    </message>
</context>
<context>
    <name>PersonHeader</name>
    <message>
        <source>Change the name</source>
        <extracomment>Of a name at most, in logical pixels: a longer one would make the window wider.</extracomment>
        <translation>更改名字</translation>
    </message>
    <message>
        <source>{name}: the same person?</source>
        <translation>{name}：是同一个人吗？</translation>
    </message>
    <message>
        <source>Confirm all</source>
        <translation>全部确认</translation>
    </message>
    <message>
        <source>Say that all these faces are right</source>
        <translation>确认所有这些人脸都正确</translation>
    </message>
    <message>
        <source>Find more</source>
        <translation>查找更多</translation>
    </message>
    <message>
        <source>Look for more faces like these</source>
        <translation>查找更多与这些相像的人脸</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>更多操作</translation>
    </message>
    <message>
        <source>Unnamed group</source>
        <translation>未命名分组</translation>
    </message>
    <message>
        <source>Add name</source>
        <translation>添加名字</translation>
    </message>
    <message>
        <source>Name: {name}</source>
        <translation>名字：{name}</translation>
    </message>
    <message>
        <source>Edit notes</source>
        <translation>编辑备注</translation>
    </message>
    <message>
        <source>Add notes</source>
        <translation>添加备注</translation>
    </message>
    <message>
        <source>Who is this? Add a name</source>
        <translation>这是谁？添加名字</translation>
    </message>
    <message numerus="yes">
        <source>Named in %n photo(s), nobody knows where</source>
        <translation>
            <numerusform>%n 张照片里写有名字，位置不明</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>named in %n more photo(s), nobody knows where</source>
        <translation>
            <numerusform>另有 %n 张照片里写有名字，位置不明</numerusform>
        </translation>
    </message>
    <message>
        <source>{figures}; {named}</source>
        <translation>{figures}；{named}</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 张人脸</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 张照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n confirmed</source>
        <translation>
            <numerusform>已确认 %n 张</numerusform>
        </translation>
    </message>
    <message>
        <source>{faces} in {photos}, {confirmed}</source>
        <translation>{photos}中的 {faces}，{confirmed}</translation>
    </message>
    <message>
        <source>{faces} in {photos}, {year}, {confirmed}</source>
        <translation>{photos}中的 {faces}，{year} 年，{confirmed}</translation>
    </message>
    <message>
        <source>{faces} in {photos}, {first} to {last}, {confirmed}</source>
        <translation>{photos}中的 {faces}，{first} 至 {last} 年，{confirmed}</translation>
    </message>
    <message>
        <source>Set birthday</source>
        <translation>设定生日</translation>
    </message>
    <message>
        <source>Born on {date}</source>
        <translation>生于 {date}</translation>
    </message>
</context>
<context>
    <name>PersonPage</name>
    <message>
        <source>Faces</source>
        <extracomment>Photos that name them, nobody knows where.</extracomment>
        <translation>人脸</translation>
    </message>
    <message>
        <source>Unnamed group</source>
        <translation>未命名分组</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>No faces</source>
        <translation>没有人脸</translation>
    </message>
    <message>
        <source>Move faces here from other people, or find more in other photos.</source>
        <translation>从其他人物将人脸移到这里，或在其他照片中查找更多人脸。</translation>
    </message>
    <message>
        <source>Show everybody</source>
        <translation>显示所有人物</translation>
    </message>
    <message>
        <source>Nobody is here any more</source>
        <translation>这里已没有任何人物</translation>
    </message>
    <message>
        <source>This person or group has been merged, forgotten or taken apart.</source>
        <translation>此人物或分组已被合并、遗忘或拆分。</translation>
    </message>
    <message>
        <source>Show all photos</source>
        <translation>显示所有照片</translation>
    </message>
    <message>
        <source>Use the best face as cover</source>
        <translation>将最佳人脸设为封面</translation>
    </message>
    <message>
        <source>Remove the name</source>
        <translation>移除名字</translation>
    </message>
    <message>
        <source>Merge with…</source>
        <translation>合并到…</translation>
    </message>
    <message>
        <source>Export photos…</source>
        <translation>导出照片…</translation>
    </message>
    <message>
        <source>Write names into photos…</source>
        <translation>将名字写入照片…</translation>
    </message>
    <message>
        <source>Forget for good…</source>
        <translation>彻底遗忘…</translation>
    </message>
    <message>
        <source>All photos of {name}</source>
        <translation>“{name}”的所有照片</translation>
    </message>
    <message>
        <source>There is nothing to split: too few faces can be compared.</source>
        <translation>没有可拆分的内容：可比较的人脸太少。</translation>
    </message>
    <message>
        <source>Open photo</source>
        <translation>打开照片</translation>
    </message>
    <message>
        <source>Look closer</source>
        <translation>放大查看</translation>
    </message>
    <message>
        <source>Find this face in other photos</source>
        <translation>在其他照片中查找此人脸</translation>
    </message>
</context>
<context>
    <name>PhotoBar</name>
    <message>
        <source>Previous photo (Left)</source>
        <extracomment>Room that the name needs to be shown, in logical pixels.</extracomment>
        <translation>上一张照片 (←)</translation>
    </message>
    <message>
        <source>Next photo (Right)</source>
        <translation>下一张照片 (→)</translation>
    </message>
    <message>
        <source>Show faces (B)</source>
        <translation>显示人脸 (B)</translation>
    </message>
    <message>
        <source>Draw a missed face (D)</source>
        <translation>标出遗漏的人脸 (D)</translation>
    </message>
    <message>
        <source>Turn the view (R)</source>
        <translation>旋转视图 (R)</translation>
    </message>
    <message>
        <source>Full screen (F)</source>
        <translation>全屏 (F)</translation>
    </message>
    <message>
        <source>About this photo (I)</source>
        <translation>此照片的信息 (I)</translation>
    </message>
    <message>
        <source>{number} of {all}</source>
        <translation>{number} / {all}</translation>
    </message>
    <message>
        <source>{name}, {date}</source>
        <translation>{name}，{date}</translation>
    </message>
</context>
<context>
    <name>PhotoFaces</name>
    <message>
        <source>Draw a box around the face of {name}. Escape leaves all as it was.</source>
        <extracomment>Of a video the moment that is shown. Who is in the photo somewhere, while the user says where; &quot;&quot; for nobody.</extracomment>
        <translation>请框出“{name}”的脸。按 Esc 键则保持不变。</translation>
    </message>
    <message>
        <source>Which face is {name}? Click it, or go there with Tab and press Return.</source>
        <translation>哪张脸是“{name}”？请单击，或用 Tab 键移到该处并按回车键。</translation>
    </message>
    <message>
        <source>This face alone is {name}</source>
        <translation>只有这张人脸是“{name}”</translation>
    </message>
    <message numerus="yes">
        <source>All %n face(s) of the group are {name}</source>
        <translation>
            <numerusform>该分组的 %n 张人脸都是“{name}”</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking at the face…</source>
        <translation>正在识别人脸…</translation>
    </message>
</context>
<context>
    <name>PhotoFiles</name>
    <message>
        <source>Export…</source>
        <extracomment>More files than these are not shown one by one in the message that asks.</extracomment>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Write names…</source>
        <translation>写入名字…</translation>
    </message>
    <message>
        <source>Write who is in these photos into them</source>
        <translation>将照片中有谁写入照片</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Move to the trash…</source>
        <translation>移到回收站…</translation>
    </message>
    <message>
        <source>Show in Explorer</source>
        <translation>在文件资源管理器中显示</translation>
    </message>
    <message>
        <source>Show in Finder</source>
        <translation>在“访达”中显示</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>在文件管理器中显示</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen photo(s)</source>
        <translation>
            <numerusform>所选的 %n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>These files are not there now. Connect the drive they are on.</source>
        <translation>这些文件当前不可用。请连接其所在的驱动器。</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Move {files} to the trash?</source>
        <translation>要将“{files}”移到回收站吗？</translation>
    </message>
    <message numerus="yes">
        <source>Move %n photo(s) to the trash?</source>
        <translation>
            <numerusform>要将 %n 张照片移到回收站吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>The files themselves go to the trash of this computer. You can get them back from there.</source>
        <translation>文件本身会移到此电脑的回收站。你可以从回收站中恢复文件。</translation>
    </message>
    <message>
        <source>{file} could not be moved to the trash ({reason}). Close the programs that use it, or delete it in the file manager.</source>
        <translation>无法将“{file}”移到回收站（{reason}）。请关闭正在使用此文件的程序，或在文件管理器中将其删除。</translation>
    </message>
</context>
<context>
    <name>PhotoGrid</name>
    <message>
        <source>Photos</source>
        <extracomment>While a rubber band is drawn beyond the edge, the grid scrolls so often, in milliseconds. Where the left button went down, from the top left corner of all photos.</extracomment>
        <translation>照片</translation>
    </message>
    <message>
        <source>Choose another photo</source>
        <translation>选择另一张照片</translation>
    </message>
    <message>
        <source>Choose up to another photo</source>
        <translation>扩展选择到另一张照片</translation>
    </message>
    <message>
        <source>Go on without choosing</source>
        <translation>移动但不选择</translation>
    </message>
    <message>
        <source>Choose or leave out the photo</source>
        <translation>选择或取消选择照片</translation>
    </message>
    <message>
        <source>Choose all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>Open the photo</source>
        <translation>打开照片</translation>
    </message>
    <message>
        <source>Open or close the stack</source>
        <translation>展开或收起堆叠</translation>
    </message>
    <message>
        <source>Larger photos</source>
        <translation>放大照片</translation>
    </message>
    <message>
        <source>Smaller photos</source>
        <translation>缩小照片</translation>
    </message>
</context>
<context>
    <name>PhotoMoments</name>
    <message>
        <source>No program was found that plays {file}. Install one, then try again.</source>
        <extracomment>Of a step that is not from one face to the next, in milliseconds.</extracomment>
        <translation>找不到能播放 {file} 的程序。请安装一个，然后重试。</translation>
    </message>
    <message>
        <source>Next moment with somebody</source>
        <translation>下一个有人的时刻</translation>
    </message>
    <message>
        <source>Previous moment with somebody</source>
        <translation>上一个有人的时刻</translation>
    </message>
    <message>
        <source>A second on</source>
        <translation>前进一秒</translation>
    </message>
    <message>
        <source>A second back</source>
        <translation>后退一秒</translation>
    </message>
    <message>
        <source>Play the video</source>
        <translation>播放视频</translation>
    </message>
</context>
<context>
    <name>PhotoPage</name>
    <message>
        <source>Photo</source>
        <extracomment>The height that a message may take at the lower edge, in logical pixels. Taken for a photo&apos;s longer side until its size is known, so that a thumbnail fills the view. What one came here with: a search and faces; and whether the moment of a video is to follow them. The moment whose picture is shown, and a face that is to be named once that is the one wanted.</extracomment>
        <translation>照片</translation>
    </message>
    <message>
        <source>This photo is no longer in the library.</source>
        <translation>此照片已不在图库中。</translation>
    </message>
    <message>
        <source>Draw a missed face</source>
        <translation>标出遗漏的人脸</translation>
    </message>
    <message>
        <source>Show faces</source>
        <translation>显示人脸</translation>
    </message>
    <message>
        <source>This photo</source>
        <translation>此照片</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) to go through here</source>
        <translation>
            <numerusform>此处可浏览的 %n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>Leave what was entered last</source>
        <translation>退出当前操作</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>下一张照片</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>上一张照片</translation>
    </message>
    <message>
        <source>First photo</source>
        <translation>第一张照片</translation>
    </message>
    <message>
        <source>Last photo</source>
        <translation>最后一张照片</translation>
    </message>
    <message>
        <source>About this photo</source>
        <translation>此照片的信息</translation>
    </message>
    <message>
        <source>Turn the view</source>
        <translation>旋转视图</translation>
    </message>
    <message>
        <source>Turn the view back</source>
        <translation>反向旋转视图</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Whole photo</source>
        <translation>完整照片</translation>
    </message>
    <message>
        <source>Real size, and back</source>
        <translation>切换实际大小</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Move to the trash…</source>
        <translation>移到回收站…</translation>
    </message>
</context>
<context>
    <name>PhotosPage</name>
    <message>
        <source>Size of the photos</source>
        <extracomment>These photos instead of a search. Photos whose stacks are open. A photo to be seen once photos are shown; 0 for none.</extracomment>
        <translation>照片大小</translation>
    </message>
    <message>
        <source>Size of the photos (Ctrl with the wheel, + and −)</source>
        <translation>照片大小（Ctrl 加滚轮，或 + 和 −）</translation>
    </message>
    <message>
        <source>Divide the photos by</source>
        <translation>照片划分方式</translation>
    </message>
    <message>
        <source>By month</source>
        <translation>按月份</translation>
    </message>
    <message>
        <source>By event</source>
        <translation>按事件</translation>
    </message>
    <message>
        <source>An event is what was photographed at one time and place</source>
        <translation>一个事件是在同一时间和地点拍摄的照片</translation>
    </message>
    <message>
        <source>Export photos (Ctrl+E)</source>
        <translation>导出照片（Ctrl+E）</translation>
    </message>
    <message>
        <source>About the chosen photos (I)</source>
        <translation>所选照片的信息 (I)</translation>
    </message>
    <message>
        <source>Copies of a photo</source>
        <translation>一张照片的副本</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen photo(s)</source>
        <translation>
            <numerusform>所选的 %n 张照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) of this search</source>
        <translation>
            <numerusform>此搜索的 %n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>About the chosen photos</source>
        <translation>所选照片的信息</translation>
    </message>
    <message>
        <source>Move to the trash…</source>
        <translation>移到回收站…</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 张照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copies of a photo: %n photo(s)</source>
        <translation>
            <numerusform>一张照片的副本：%n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>No copies of this photo are known.</source>
        <translation>没有发现这张照片的副本。</translation>
    </message>
    <message>
        <source>Add a folder with photos</source>
        <translation>添加包含照片的文件夹</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Close the stack</source>
        <translation>收起堆叠</translation>
    </message>
    <message>
        <source>Open the stack</source>
        <translation>展开堆叠</translation>
    </message>
    <message>
        <source>Copies of this photo</source>
        <translation>这张照片的副本</translation>
    </message>
    <message>
        <source>About these photos</source>
        <translation>这些照片的信息</translation>
    </message>
</context>
<context>
    <name>PlacesPage</name>
    <message>
        <source>Places</source>
        <extracomment>Kept with each row. Of a row, and of the picture in it, in logical pixels. So many countries are shown with their towns at first.</extracomment>
        <translation>地点</translation>
    </message>
    <message>
        <source>Places where photos were taken</source>
        <translation>拍摄照片的地点</translation>
    </message>
    <message>
        <source>Of no photo it is known where it was taken</source>
        <translation>不知道任何照片的拍摄地点</translation>
    </message>
    <message>
        <source>Phones and some cameras write into each photo where it was taken, if that is switched on. Such photos appear here by country and town.</source>
        <translation>手机和部分相机在开启此功能后，会将拍摄地点写入每张照片。这些照片会按国家和城镇显示在这里。</translation>
    </message>
    <message>
        <source>Show the photos of the place</source>
        <translation>显示该地点的照片</translation>
    </message>
    <message>
        <source>Near {place}</source>
        <translation>{place}附近</translation>
    </message>
    <message numerus="yes">
        <source>{place}, %n photo(s)</source>
        <translation>
            <numerusform>{place}，%n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>Show photos</source>
        <translation>显示照片</translation>
    </message>
</context>
<context>
    <name>PlannedPeopleModel</name>
    <message>
        <source>Name</source>
        <translation>名字</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>人脸框</translation>
    </message>
    <message>
        <source>Without a place</source>
        <translation>无位置</translation>
    </message>
    <message>
        <source>Known already</source>
        <translation>已知</translation>
    </message>
    <message>
        <source>As they are called here, or will be</source>
        <translation>在此处现在或将来的名字</translation>
    </message>
    <message>
        <source>Whether somebody here has this name</source>
        <translation>此处是否已有人叫此名</translation>
    </message>
    <message>
        <source>Faces that will be confirmed as theirs</source>
        <translation>将确认为其本人的人脸</translation>
    </message>
    <message>
        <source>Boxes of the other program where no face was found: a face is looked for there</source>
        <translation>另一程序的人脸框，但此处未找到人脸：将在该处查找人脸</translation>
    </message>
    <message>
        <source>Photos that they are in, nobody knows where</source>
        <translation>有其人但位置未知的照片</translation>
    </message>
    <message>
        <source>What is the same here already</source>
        <translation>此处已相同的内容</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>略过</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新</translation>
    </message>
</context>
<context>
    <name>PlannedWritesModel</name>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Names now</source>
        <translation>现有名字</translation>
    </message>
    <message>
        <source>Names then</source>
        <translation>写入后名字</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Into the file</source>
        <translation>写入文件</translation>
    </message>
    <message>
        <source>Beside it: {file}</source>
        <translation>在旁边：{file}</translation>
    </message>
    <message>
        <source>{name} (elsewhere)</source>
        <translation>{name}（位置变动）</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>无人</translation>
    </message>
</context>
<context>
    <name>PreviewPage</name>
    <message>
        <source>Recogniser</source>
        <extracomment>Steps of the slider for each 1 of strictness. The difference is worked out once the slider has rested for so long, in milliseconds. Faces are being grouped as the user accepted; until that is done, there is nothing to compare.</extracomment>
        <translation>识别模型</translation>
    </message>
    <message>
        <source>The model that tells people apart</source>
        <translation>用于区分人物的模型</translation>
    </message>
    <message>
        <source>Strictness</source>
        <translation>严格程度</translation>
    </message>
    <message>
        <source>How sure it must be that two faces are one person</source>
        <translation>将两张人脸视为同一个人所需的把握程度</translation>
    </message>
    <message>
        <source>Group this way</source>
        <translation>按此方式分组</translation>
    </message>
    <message>
        <source>Leave everything as it is</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>How sure must Familiar be that two faces are one person? See what would change before it does. Faces that you have confirmed never move.</source>
        <translation>Familiar 需要有多大把握，才能将两张人脸视为同一个人？你可以在更改之前先查看会有哪些变化。你已确认的人脸绝不会移动。</translation>
    </message>
    <message>
        <source>Larger groups</source>
        <translation>分组更大</translation>
    </message>
    <message>
        <source>Surer groups</source>
        <translation>分组更准</translation>
    </message>
    <message>
        <source>Look at the photos now</source>
        <translation>立即处理照片</translation>
    </message>
    <message>
        <source>There are no photos yet</source>
        <translation>还没有照片</translation>
    </message>
    <message>
        <source>Drop a folder with photos on this window. What another strictness would change is shown here once there are faces.</source>
        <translation>将包含照片的文件夹拖到此窗口。找到人脸后，这里会显示改用其他严格程度会带来的变化。</translation>
    </message>
    <message>
        <source>Show whom the row is about</source>
        <translation>显示此行的人物</translation>
    </message>
    <message>
        <source>Comparing all faces…</source>
        <translation>正在比较所有人脸…</translation>
    </message>
    <message>
        <source>Working out what would change…</source>
        <translation>正在计算会有哪些变化…</translation>
    </message>
    <message>
        <source>There are no faces to compare yet</source>
        <translation>还没有可比较的人脸</translation>
    </message>
    <message>
        <source>Faces are found, and prepared for comparing, while photos are looked at. What another strictness would change is shown here after that.</source>
        <translation>处理照片时会查找人脸并为比较做好准备。完成后，这里会显示改用其他严格程度会带来的变化。</translation>
    </message>
    <message>
        <source>No face has been prepared for this recogniser yet. Choose it in the settings; the next look at the photos does it.</source>
        <translation>还没有为此识别模型准备任何人脸。请在设置中选择此模型；下次处理照片时会自动准备。</translation>
    </message>
    <message>
        <source>Nobody would change. Move the slider to see what would.</source>
        <translation>没有人物会发生变化。移动滑块可查看何时会有变化。</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) would move</source>
        <translation>
            <numerusform>%n 张人脸会移动</numerusform>
        </translation>
    </message>
    <message>
        <source>people and groups: {before} now, {after} then</source>
        <translation>人物和分组：现在 {before}，更改后 {after}</translation>
    </message>
    <message>
        <source>faces of nobody: {before} now, {after} then</source>
        <translation>无归属的人脸：现在 {before}，更改后 {after}</translation>
    </message>
    <message numerus="yes">
        <source>%n confirmed face(s) stay</source>
        <translation>
            <numerusform>%n 张已确认的人脸保持不变</numerusform>
        </translation>
    </message>
    <message>
        <source>Grouping… You can go on working meanwhile.</source>
        <translation>正在分组… 在此期间，你可以继续操作。</translation>
    </message>
    <message>
        <source>Show a photo</source>
        <translation>显示照片</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>显示此人物</translation>
    </message>
</context>
<context>
    <name>ProbePicture</name>
    <message>
        <source>Face {number} of {all} in the picture</source>
        <translation>图片中的第 {number} 张人脸，共 {all} 张</translation>
    </message>
</context>
<context>
    <name>QuestionModel</name>
    <message>
        <source>{sentence} {remark}</source>
        <extracomment>The faces to show, of both sides or of the smaller alone: a tuple of ids. What stands under each of these: a tuple of tuples of lines. How probable it is, as a tuple of texts: in words, and shorter. Yes, no, or None for later. The `Item`.</extracomment>
        <translation>{sentence}{remark}</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 张人脸</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>age %n</source>
        <translation>
            <numerusform>%n 岁</numerusform>
        </translation>
    </message>
    <message>
        <source>{date}, {age}</source>
        <translation>{date}，{age}</translation>
    </message>
    <message numerus="yes">
        <source>Do these %n face(s) belong to {name}?</source>
        <translation>
            <numerusform>这 %n 张人脸属于“{name}”吗？</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Do these %n face(s) belong to this group?</source>
        <translation>
            <numerusform>这 %n 张人脸属于此分组吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>Are {name} and {other} the same person?</source>
        <translation>“{name}”和“{other}”是同一个人吗？</translation>
    </message>
    <message>
        <source>Is this {name}?</source>
        <translation>这是“{name}”吗？</translation>
    </message>
    <message>
        <source>Are these two the same person?</source>
        <translation>这两者是同一个人吗？</translation>
    </message>
    <message>
        <source>Shown are the two faces that are most alike.</source>
        <translation>显示的是最相像的两张人脸。</translation>
    </message>
    <message>
        <source>They belong there: {chance}.</source>
        <translation>属于此处：{chance}。</translation>
    </message>
    <message>
        <source>The same person: {chance}.</source>
        <translation>是同一个人：{chance}。</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>{question} {chance}. Answer: {answer}</source>
        <translation>{question}{chance}。回答：{answer}</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>Faces that look alike, the most similar first</source>
        <translation>相像的人脸，最相似的在前</translation>
    </message>
</context>
<context>
    <name>ResultsModel</name>
    <message>
        <source>a group without a name</source>
        <translation>未命名分组</translation>
    </message>
    <message>
        <source>nobody&apos;s</source>
        <translation>无归属</translation>
    </message>
    <message>
        <source>{name}, similarity {similarity}</source>
        <translation>{name}，相似度 {similarity}</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>To review</source>
        <extracomment>Side of the face of whom a question is about, in logical pixels.</extracomment>
        <translation>待审阅</translation>
    </message>
    <message>
        <source>Looking for what to ask…</source>
        <translation>正在准备问题…</translation>
    </message>
    <message>
        <source>Ask again what was put off</source>
        <translation>重新询问推迟的问题</translation>
    </message>
    <message>
        <source>Group faces now</source>
        <translation>立即对人脸分组</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Tick all</source>
        <translation>全部勾选</translation>
    </message>
    <message>
        <source>Untick all</source>
        <translation>取消全部勾选</translation>
    </message>
    <message>
        <source>Show photos</source>
        <translation>显示照片</translation>
    </message>
    <message>
        <source>Show the photos of both faces</source>
        <translation>显示两张人脸所在的照片</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Ask all of this later</source>
        <translation>稍后再问这些问题</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Take the last answer of this sitting back and ask it again</source>
        <translation>撤销本次审阅中的上一个回答并重新询问</translation>
    </message>
    <message>
        <source>Which of these are the same person?</source>
        <translation>以下哪些是同一个人？</translation>
    </message>
    <message>
        <source>Which of these belong to the person or group they are in?</source>
        <translation>以下哪些归属正确？</translation>
    </message>
    <message>
        <source>Which of these are this person?</source>
        <translation>以下哪些是此人？</translation>
    </message>
    <message>
        <source>Which of these are {name}?</source>
        <translation>以下哪些是“{name}”？</translation>
    </message>
    <message>
        <source>Y: yes. N: no. S: later. P: photos. U: undo. Return: what is probable.</source>
        <translation>Y：是。N：否。S：稍后。P：照片。U：撤销。回车键：选择更可能的答案。</translation>
    </message>
    <message>
        <source>What is probable is ticked; click or press Space to change it. Y: yes. N: no. S: later. P: photos. Return: answer. U: undo.</source>
        <translation>可能项已勾选；点击或按空格键可更改。Y：是。N：否。S：稍后。P：照片。回车键：回答。U：撤销。</translation>
    </message>
    <message numerus="yes">
        <source>%n yes</source>
        <translation>
            <numerusform>是 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n no</source>
        <translation>
            <numerusform>否 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n later</source>
        <translation>
            <numerusform>稍后 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Answer: {answers}</source>
        <translation>回答：{answers}</translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) answered</source>
        <translation>
            <numerusform>已回答 %n 个问题</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) settled</source>
        <translation>
            <numerusform>已确定 %n 张人脸</numerusform>
        </translation>
    </message>
    <message>
        <source>{questions}, {faces}</source>
        <translation>{questions}，{faces}</translation>
    </message>
    <message numerus="yes">
        <source>the last answer settled %n face(s)</source>
        <translation>
            <numerusform>上一个回答确定了 %n 张人脸</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n suggestion(s) left</source>
        <translation>
            <numerusform>大约还有 %n 条建议</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing can be asked</source>
        <translation>没有可询问的问题</translation>
    </message>
    <message>
        <source>Photos are still being looked at</source>
        <translation>仍在处理照片</translation>
    </message>
    <message>
        <source>Nothing is worth asking of what was found so far. Questions come by themselves.</source>
        <translation>目前找到的内容中没有需要询问的。有问题时会自动显示。</translation>
    </message>
    <message>
        <source>There are no photos yet</source>
        <translation>还没有照片</translation>
    </message>
    <message>
        <source>Drop a folder with photos on this window. Who looks alike is asked here then.</source>
        <translation>将包含照片的文件夹拖到此窗口。之后会在这里询问哪些人相像。</translation>
    </message>
    <message>
        <source>Faces have not been grouped yet</source>
        <translation>尚未对人脸分组</translation>
    </message>
    <message>
        <source>That happens by itself while photos are looked at.</source>
        <translation>处理照片时会自动分组。</translation>
    </message>
    <message>
        <source>Nothing else is worth asking now</source>
        <translation>目前没有其他需要询问的</translation>
    </message>
    <message numerus="yes">
        <source>You put %n thing(s) off.</source>
        <translation>
            <numerusform>你推迟了 %n 个问题。</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is sorted for now</source>
        <translation>目前已全部整理完毕</translation>
    </message>
    <message>
        <source>Nothing is worth asking. New photos bring new questions by themselves.</source>
        <translation>没有需要询问的问题。添加新照片后会自动出现新问题。</translation>
    </message>
    <message>
        <source>Answer what is ticked</source>
        <translation>按勾选内容回答</translation>
    </message>
    <message>
        <source>Answer what is probable</source>
        <translation>按更可能的答案回答</translation>
    </message>
    <message>
        <source>Take the last answer back</source>
        <translation>撤销上一个回答</translation>
    </message>
    <message>
        <source>Ask later</source>
        <translation>稍后再问</translation>
    </message>
    <message>
        <source>Show the photos</source>
        <translation>显示照片</translation>
    </message>
</context>
<context>
    <name>SameQuestion</name>
    <message>
        <source>The same person?</source>
        <translation>是同一个人吗？</translation>
    </message>
    <message>
        <source>A photo that both are in</source>
        <translation>两者同时出现的照片</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Unnamed group</source>
        <translation>未命名分组</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 张人脸</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Scrubber</name>
    <message>
        <source>Years</source>
        <extracomment>Height of the handle, and of what is left free above and below it. Least distance between the years that are written, in lines of text.</extracomment>
        <translation>年份</translation>
    </message>
    <message>
        <source>Drag to go to a month</source>
        <translation>拖动以前往某个月份</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search people, dates, places, folders: Anna and Bert 2019</source>
        <extracomment>Typing must pause so long before suggestions are looked for, in milliseconds.</extracomment>
        <translation>搜索人物、日期、地点、文件夹：Anna 和 Bert 2019</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
</context>
<context>
    <name>SeldomDialog</name>
    <message>
        <source>Ignore who is seldom seen</source>
        <translation>忽略很少出现的人物</translation>
    </message>
    <message>
        <source>Ignore everyone without a name who is seen fewer times than this:</source>
        <translation>忽略出现次数少于以下次数的所有未命名人物：</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Ignore them</source>
        <translation>忽略</translation>
    </message>
    <message numerus="yes">
        <source>%n group(s)</source>
        <translation>
            <numerusform>%n 个分组</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) seen once</source>
        <translation>
            <numerusform>%n 张仅出现一次的人脸</numerusform>
        </translation>
    </message>
    <message>
        <source>{groups} and {faces} will be ignored. You can restore them on the Ignored page.</source>
        <translation>将忽略 {groups}和 {faces}。你可以在“已忽略”页面中恢复。</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>Undone: {action}</source>
        <translation>已撤销：{action}</translation>
    </message>
    <message>
        <source>Redone: {action}</source>
        <translation>已重做：{action}</translation>
    </message>
    <message>
        <source>{action}; {rest}</source>
        <extracomment>Parts of one sentence in the history.</extracomment>
        <translation>{action}；{rest}</translation>
    </message>
    <message>
        <source>Named {group} {name}</source>
        <extracomment>A group without a name gets one.</extracomment>
        <translation>已将“{group}”命名为“{name}”</translation>
    </message>
    <message>
        <source>Renamed {name} to {other}</source>
        <translation>已将“{name}”重命名为“{other}”</translation>
    </message>
    <message numerus="yes">
        <source>confirmed %n face(s)</source>
        <extracomment>After a semicolon: what came of naming.</extracomment>
        <translation>
            <numerusform>已确认 %n 张人脸</numerusform>
        </translation>
    </message>
    <message>
        <source>Removed the name {name}</source>
        <translation>已移除名字“{name}”</translation>
    </message>
    <message>
        <source>Removed the name {name} with birthday</source>
        <translation>已移除名字“{name}”及生日</translation>
    </message>
    <message>
        <source>Removed the name {name} with notes</source>
        <translation>已移除名字“{name}”及备注</translation>
    </message>
    <message>
        <source>Removed the name {name} with birthday and notes</source>
        <translation>已移除名字“{name}”及生日和备注</translation>
    </message>
    <message>
        <source>Merged {people} into {whom}</source>
        <extracomment>People and groups, separated by commas.</extracomment>
        <translation>已将“{people}”合并到“{whom}”</translation>
    </message>
    <message>
        <source>Confirmed all faces of {whom}</source>
        <extracomment>In older histories alone.</extracomment>
        <translation>已确认“{whom}”的所有人脸</translation>
    </message>
    <message numerus="yes">
        <source>Confirmed %n face(s) of {whom}</source>
        <translation>
            <numerusform>已确认“{whom}”的 %n 张人脸</numerusform>
        </translation>
    </message>
    <message>
        <source>Noted that {whom} is not {other}</source>
        <translation>已记录“{whom}”不是“{other}”</translation>
    </message>
    <message>
        <source>Ignored {whom}</source>
        <translation>已忽略“{whom}”</translation>
    </message>
    <message>
        <source>Restored {whom}</source>
        <translation>已恢复“{whom}”</translation>
    </message>
    <message numerus="yes">
        <source>Ignored %n people and groups</source>
        <translation>
            <numerusform>已忽略 %n 个人物和分组</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restored %n people and groups</source>
        <translation>
            <numerusform>已恢复 %n 个人物和分组</numerusform>
        </translation>
    </message>
    <message>
        <source>Changed the cover of {whom}</source>
        <translation>已更改“{whom}”的封面</translation>
    </message>
    <message>
        <source>Removed the birthday of {name}</source>
        <translation>已移除“{name}”的生日</translation>
    </message>
    <message>
        <source>Set the birthday of {name} to {day}</source>
        <translation>已将“{name}”的生日设为 {day}</translation>
    </message>
    <message numerus="yes">
        <source>took %n face(s) in older photos away</source>
        <extracomment>After a semicolon.</extracomment>
        <translation>
            <numerusform>已移出更早照片中的 %n 张人脸</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n confirmed photo(s) are older</source>
        <extracomment>After a semicolon: than a birthday.</extracomment>
        <translation>
            <numerusform>%n 张已确认的照片早于生日</numerusform>
        </translation>
    </message>
    <message>
        <source>Changed the notes on {whom}</source>
        <translation>已更改“{whom}”的备注</translation>
    </message>
    <message numerus="yes">
        <source>Removed %n face(s) from their people</source>
        <translation>
            <numerusform>已将 %n 张人脸从所属人物中移出</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Moved %n face(s) to {whom}</source>
        <translation>
            <numerusform>已将 %n 张人脸移至“{whom}”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Confirmed %n face(s)</source>
        <translation>
            <numerusform>已确认 %n 张人脸</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Noted that %n face(s) are not {whom}</source>
        <translation>
            <numerusform>已记录 %n 张人脸不是“{whom}”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Noted that %n face(s) do not belong to {whom}</source>
        <translation>
            <numerusform>已记录 %n 张人脸不属于“{whom}”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ignored %n face(s)</source>
        <translation>
            <numerusform>已忽略 %n 张人脸</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restored %n face(s)</source>
        <translation>
            <numerusform>已恢复 %n 张人脸</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n face(s)</source>
        <translation>
            <numerusform>已删除 %n 张人脸</numerusform>
        </translation>
    </message>
    <message>
        <source>Drew a face</source>
        <translation>已标出一张人脸</translation>
    </message>
    <message>
        <source>Drew a face of {whom}</source>
        <translation>已标出“{whom}”的一张人脸</translation>
    </message>
    <message numerus="yes">
        <source>Ignored %n face(s) in a photo</source>
        <translation>
            <numerusform>已忽略一张照片中的 %n 张人脸</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ignored 1 group seen fewer than {times} times and %n face(s) of nobody</source>
        <translation>
            <numerusform>已忽略 1 个出现少于 {times} 次的分组和 %n 张无归属的人脸</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ignored {number} groups seen fewer than {times} times and %n face(s) of nobody</source>
        <translation>
            <numerusform>已忽略 {number} 个出现少于 {times} 次的分组和 %n 张无归属的人脸</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) are {whom}</source>
        <translation>
            <numerusform>已回答 %n 张人脸是“{whom}”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) are not {whom}</source>
        <translation>
            <numerusform>已回答 %n 张人脸不是“{whom}”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) are {whom} and 1 is not</source>
        <translation>
            <numerusform>已回答 %n 张人脸是“{whom}”，1 张不是</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) are {whom} and {number} are not</source>
        <translation>
            <numerusform>已回答 %n 张人脸是“{whom}”，{number} 张不是</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) belong to {whom}</source>
        <translation>
            <numerusform>已回答 %n 张人脸属于“{whom}”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) do not belong to {whom}</source>
        <translation>
            <numerusform>已回答 %n 张人脸不属于“{whom}”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) belong to {whom} and 1 does not</source>
        <translation>
            <numerusform>已回答 %n 张人脸属于“{whom}”，1 张不属于</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) belong to {whom} and {number} do not</source>
        <translation>
            <numerusform>已回答 %n 张人脸属于“{whom}”，{number} 张不属于</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n pair(s) are the same</source>
        <translation>
            <numerusform>已回答 %n 对是同一个人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n pair(s) are not the same</source>
        <translation>
            <numerusform>已回答 %n 对不是同一个人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n pair(s) are the same and 1 is not</source>
        <translation>
            <numerusform>已回答 %n 对是同一个人，1 对不是</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n pair(s) are the same and {number} are not</source>
        <translation>
            <numerusform>已回答 %n 对是同一个人，{number} 对不是</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Answered %n questions on who is the same person; yes to {number}</source>
        <extracomment>Groups, separated by commas.</extracomment>
        <translation>
            <numerusform>已回答 %n 个是否为同一个人的问题，其中 {number} 个为“是”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Answered %n questions on who belongs where; yes to {number}</source>
        <translation>
            <numerusform>已回答 %n 个归属问题，其中 {number} 个为“是”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Split %n face(s) off {whom} as {people}</source>
        <translation>
            <numerusform>已从“{whom}”拆分出 %n 张人脸，成为“{people}”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <extracomment>After a semicolon: more actions.</extracomment>
        <translation>
            <numerusform>以及另外 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing had to be changed.</source>
        <translation>无需更改。</translation>
    </message>
    <message>
        <source>group {number}</source>
        <translation>分组 {number}</translation>
    </message>
    <message>
        <source>Group {number}</source>
        <translation>分组 {number}</translation>
    </message>
    <message>
        <source>a group</source>
        <translation>未命名分组</translation>
    </message>
    <message>
        <source>A group</source>
        <translation>未命名分组</translation>
    </message>
    <message numerus="yes">
        <source>a group of %n face(s)</source>
        <translation>
            <numerusform>含 %n 张人脸的分组</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A group of %n face(s)</source>
        <translation>
            <numerusform>含 %n 张人脸的分组</numerusform>
        </translation>
    </message>
    <message>
        <source>this group</source>
        <translation>此分组</translation>
    </message>
    <message>
        <source>This group</source>
        <translation>此分组</translation>
    </message>
    <message>
        <source>somebody forgotten</source>
        <extracomment>In place of a name, in the history.</extracomment>
        <translation>已遗忘的人物</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>没有可撤销的操作。</translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation>没有可重做的操作。</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) are no longer in the library and could not be brought back.</source>
        <translation>
            <numerusform>%n 张人脸已不在图库中，无法找回。</numerusform>
        </translation>
    </message>
    <message>
        <source>Face {face} cannot both be {whom} and not be. Choose one.</source>
        <translation>对于人脸 {face} 是不是“{whom}”，回答不能互相矛盾。请选择其一。</translation>
    </message>
    <message>
        <source>No pair was answered. Answer at least one.</source>
        <translation>没有回答任何一对。请至少回答一对。</translation>
    </message>
    <message>
        <source>These answers make one of {whom} and {other}, and tell them apart. Take one of them back.</source>
        <translation>这些回答既将“{whom}”和“{other}”视为同一个人，又将两者区分开。请撤销其中一个回答。</translation>
    </message>
    <message>
        <source>A pair of {whom} and the same again says nothing. Choose two different ones.</source>
        <translation>将“{whom}”与其自身配对没有意义。请选择两个不同的人物或分组。</translation>
    </message>
    <message>
        <source>These answers would make one of {name} and {other}. Take one of them back, or merge these two people first.</source>
        <translation>这些回答会将“{name}”和“{other}”视为同一个人。请撤销其中一个回答，或先合并这两个人物。</translation>
    </message>
    <message>
        <source>There is already a person called {name}. Move the faces there, or choose a name that tells the two apart.</source>
        <translation>已有名为“{name}”的人物。请将人脸移至该人物，或换一个能区分两者的名字。</translation>
    </message>
    <message>
        <source>There is already a person called {name}. Merge the two if they are one person, or choose a name that tells them apart.</source>
        <translation>已有名为“{name}”的人物。如果是同一个人，请合并两者；否则请换一个能区分两者的名字。</translation>
    </message>
    <message>
        <source>Face {face} is there already. Say whose face that is, or delete it and draw again.</source>
        <translation>该处已有人脸 {face}。请指明它是谁的人脸，或将其删除后重新标出。</translation>
    </message>
    <message>
        <source>The box has no size. Draw it larger.</source>
        <translation>人脸框没有大小。请画大一些。</translation>
    </message>
    <message>
        <source>The box lies outside the photo of {width} x {height} pixels. Draw it inside.</source>
        <translation>人脸框超出了照片范围（{width} x {height} 像素）。请在照片内画框。</translation>
    </message>
    <message>
        <source>A photo has no moments. Draw the box without one.</source>
        <translation>照片没有时刻。请不带时刻地绘制方框。</translation>
    </message>
    <message>
        <source>The video lasts {seconds} s. Draw the box at a moment of it.</source>
        <translation>该视频长 {seconds} 秒。请在其中的某一时刻绘制方框。</translation>
    </message>
    <message>
        <source>Face {face} belongs to nobody yet. Move it to a person instead.</source>
        <translation>人脸 {face} 还不属于任何人。请改为将其移至某个人物。</translation>
    </message>
    <message>
        <source>Face {face} is in another photo. Keep only faces of this one.</source>
        <translation>人脸 {face} 在另一张照片中。请仅保留此照片中的人脸。</translation>
    </message>
    <message>
        <source>Everyone is seen at least once. Choose 2 times or more.</source>
        <translation>每个人都至少出现一次。请选择 2 次或更多。</translation>
    </message>
    <message>
        <source>Choose at least two different people or groups to merge.</source>
        <translation>请选择至少两个不同的人物或分组进行合并。</translation>
    </message>
    <message>
        <source>Choose two different people or groups to tell apart.</source>
        <translation>请选择两个不同的人物或分组加以区分。</translation>
    </message>
    <message>
        <source>Face {face} is not a face of {whom}. Choose one of their faces, or move this one to them first.</source>
        <translation>人脸 {face} 不是“{whom}”的人脸。请选择其名下的人脸，或先将此人脸移至其名下。</translation>
    </message>
    <message>
        <source>Face {face} is not a face of {whom}. Choose only faces of theirs.</source>
        <translation>人脸 {face} 不是“{whom}”的人脸。请仅选择其名下的人脸。</translation>
    </message>
    <message>
        <source>Face {face} is in two parts. Put it into one of them.</source>
        <translation>人脸 {face} 同时位于两个部分中。请将其放入其中一个部分。</translation>
    </message>
    <message>
        <source>All faces of {whom} were chosen. Leave out at least one that stays.</source>
        <translation>已选择“{whom}”的所有人脸。请至少保留一张不选。</translation>
    </message>
    <message>
        <source>{day} cannot be the birthday of anybody in a photo. Choose a day from {first} to today.</source>
        <translation>{day} 不可能是照片中人物的生日。请选择 {first} 至今天之间的日期。</translation>
    </message>
    <message>
        <source>The notes have broken characters. Remove them, then try again.</source>
        <translation>备注中包含损坏的字符。请移除这些字符，然后重试。</translation>
    </message>
    <message>
        <source>{whom} has no name. Name it first.</source>
        <translation>“{whom}”没有名字。请先为其命名。</translation>
    </message>
    <message>
        <source>No faces were chosen. Choose at least one.</source>
        <translation>未选择人脸。请至少选择一张。</translation>
    </message>
    <message>
        <source>There is no face {number} in the library. Choose another one.</source>
        <translation>图库中没有人脸 {number}。请选择其他人脸。</translation>
    </message>
    <message>
        <source>There is no photo {number} in the library. Choose another one.</source>
        <translation>图库中没有照片 {number}。请选择其他照片。</translation>
    </message>
    <message>
        <source>{problem} Choose another name.</source>
        <extracomment>The problem is what a name cannot be, as a sentence.</extracomment>
        <translation>{problem}请换一个名字。</translation>
    </message>
    <message>
        <source>A name cannot have line breaks, tabs or other control characters.</source>
        <translation>名字不能包含换行符、制表符或其他控制字符。</translation>
    </message>
    <message>
        <source>A name cannot be empty.</source>
        <translation>名字不能为空。</translation>
    </message>
    <message>
        <source>There is no person or group with the number {number}.</source>
        <translation>没有编号为 {number} 的人物或分组。</translation>
    </message>
    <message>
        <source>There is nobody called {name}.</source>
        <translation>没有人叫“{name}”。</translation>
    </message>
    <message>
        <source>There is nobody called {name}. Did you mean {other}?</source>
        <translation>没有人叫“{name}”。你是指“{other}”吗？</translation>
    </message>
    <message>
        <source>There is nobody called {name}. Did you mean {other} or {third}?</source>
        <translation>没有人叫“{name}”。你是指“{other}”或“{third}”吗？</translation>
    </message>
    <message>
        <source>There is nobody called {name}. Did you mean {other} or {third} or {fourth}?</source>
        <translation>没有人叫“{name}”。你是指“{other}”、“{third}”或“{fourth}”吗？</translation>
    </message>
    <message>
        <source>No photo is known to be from {place}.</source>
        <translation>没有已知拍摄于“{place}”的照片。</translation>
    </message>
    <message>
        <source>No photo is known to be from {place}. Did you mean {other}?</source>
        <translation>没有已知拍摄于“{place}”的照片。你是指“{other}”吗？</translation>
    </message>
    <message>
        <source>No photo is known to be from {place}. Did you mean {other} or {third}?</source>
        <translation>没有已知拍摄于“{place}”的照片。你是指“{other}”或“{third}”吗？</translation>
    </message>
    <message>
        <source>No photo is known to be from {place}. Did you mean {other} or {third} or {fourth}?</source>
        <translation>没有已知拍摄于“{place}”的照片。你是指“{other}”、“{third}”或“{fourth}”吗？</translation>
    </message>
    <message>
        <source>Write no more than {number} characters.</source>
        <translation>请输入不超过 {number} 个字符。</translation>
    </message>
    <message>
        <source>This parenthesis was not opened.</source>
        <translation>此括号没有对应的左括号。</translation>
    </message>
    <message>
        <source>There are too many parentheses within parentheses.</source>
        <translation>括号嵌套层数过多。</translation>
    </message>
    <message>
        <source>Write names after only, as in only Anna, or only (Anna or Bert).</source>
        <extracomment>The words only and or are typed in English.</extracomment>
        <translation>请在 only 后面输入名字，例如 only Anna 或 only (Anna or Bert)。</translation>
    </message>
    <message>
        <source>{dates} ends before it begins.</source>
        <translation>“{dates}”的结束时间早于开始时间。</translation>
    </message>
    <message>
        <source>There is no date {date} in any photo.</source>
        <translation>没有任何照片的日期为 {date}。</translation>
    </message>
    <message>
        <source>Write {sign} directly before what is left out, as in {sign}Anna.</source>
        <extracomment>A minus.</extracomment>
        <translation>请将 {sign} 紧接在要排除的内容之前，例如 {sign}Anna。</translation>
    </message>
    <message>
        <source>Write a date after {word}, as in {word} 2012 or {word} 2012-06-30.</source>
        <extracomment>The word is before or after, in English.</extracomment>
        <translation>请在 {word} 后面输入日期，例如 {word} 2012 或 {word} 2012-06-30。</translation>
    </message>
    <message>
        <source>{word} is no date. Write 2019, 2019-07, 2019-07-14 or 2015..2018.</source>
        <translation>“{word}”不是日期。请输入 2019、2019-07、2019-07-14 或 2015..2018。</translation>
    </message>
    <message>
        <source>Nothing is found by {word}: only by in:, camera: and file:.</source>
        <extracomment>What stands before a colon is typed in English.</extracomment>
        <translation>无法通过“{word}”查找：只能使用 in:、camera: 和 file:。</translation>
    </message>
    <message>
        <source>{file} is no longer there. Connect the drive it is on, or index its folder again.</source>
        <translation>“{file}”已不存在。请连接其所在的驱动器，或为其文件夹重新建立索引。</translation>
    </message>
    <message>
        <source>{file} may not be read. Give your account the right to read it, then index again.</source>
        <translation>没有读取“{file}”的权限。请为你的账户授予读取权限，然后重新建立索引。</translation>
    </message>
    <message>
        <source>{file} is a folder or a device, not a photo. Choose an image file.</source>
        <translation>“{file}”是文件夹或设备，不是照片。请选择图片文件。</translation>
    </message>
    <message>
        <source>{file} is empty. Restore it from a backup, or delete it.</source>
        <translation>“{file}”是空文件。请从备份中恢复，或将其删除。</translation>
    </message>
    <message>
        <source>{file} is not a picture of a known format. Export it as JPEG or PNG to use it here.</source>
        <translation>“{file}”不是已知格式的图片。请将其导出为 JPEG 或 PNG，以便在此使用。</translation>
    </message>
    <message>
        <source>{file} is damaged, and no part of the picture can be shown. Restore it from a backup.</source>
        <translation>“{file}”已损坏，图片的任何部分都无法显示。请从备份中恢复。</translation>
    </message>
    <message>
        <source>{file} is too large ({reason}). Save a smaller copy to use it here.</source>
        <translation>“{file}”过大（{reason}）。请保存一份较小的副本，以便在此使用。</translation>
    </message>
    <message>
        <source>Reading {file} had to be stopped ({reason}): the file may be damaged. Restore it from a backup, or export it anew as JPEG.</source>
        <translation>读取“{file}”时不得不中止（{reason}）：文件可能已损坏。请从备份中恢复，或重新导出为 JPEG。</translation>
    </message>
    <message>
        <source>Reading {file} had to be stopped ({reason}): the video may be damaged. Restore it from a backup, or convert it to MP4 anew.</source>
        <translation>读取“{file}”时不得不中止（{reason}）：视频可能已损坏。请从备份中恢复，或重新转换为 MP4。</translation>
    </message>
    <message>
        <source>{file} is a RAW photo, and RAW support is not installed. Install it beside Familiar with `pip install rawpy`, or export the photo as JPEG.</source>
        <translation>“{file}”是 RAW 照片，但未安装 RAW 支持。请使用 `pip install rawpy` 将其与 Familiar 安装在一起，或将照片导出为 JPEG。</translation>
    </message>
    <message>
        <source>{file} is a video, and video support is not installed (a bundle comes without it). Install it beside Familiar with `pip install av`, then index again.</source>
        <translation>{file} 是视频，但未安装视频支持（打包版不含此支持）。请用 `pip install av` 将其安装到 Familiar 旁，然后重新建立索引。</translation>
    </message>
    <message>
        <source>{file} is not a video of a known format, or has sound alone. Convert it to MP4 to use it here.</source>
        <translation>{file} 不是已知格式的视频，或只有声音。要在此使用，请将其转换为 MP4。</translation>
    </message>
    <message>
        <source>{file} is a picture ({reason}) with the name of a video. Give it a name that ends as pictures do, such as .jpg, then index again.</source>
        <translation>“{file}”是一张图片（{reason}），却使用了视频的文件名。请将其改为以图片扩展名（如 .jpg）结尾的名称，然后重新建立索引。</translation>
    </message>
    <message>
        <source>{file} could not be read ({reason}). Check the drive it is on, then index again.</source>
        <translation>无法读取“{file}”（{reason}）。请检查其所在的驱动器，然后重新建立索引。</translation>
    </message>
    <message>
        <source>{file} could not be looked at, through a fault in Familiar ({reason}). Please report it with the log; all other photos are indexed as usual.</source>
        <translation>由于 Familiar 出错，无法处理“{file}”（{reason}）。请附上日志报告此问题；所有其他照片会照常建立索引。</translation>
    </message>
    <message>
        <source>{file} is not there. Connect its drive or put it back, then draw again.</source>
        <translation>“{file}”不存在。请连接其所在的驱动器或将其放回原处，然后重新标出人脸。</translation>
    </message>
    <message>
        <source>{file} is not as the library knows it. Bring the library up to date, then draw again.</source>
        <translation>“{file}”与图库中的记录不一致。请更新图库，然后重新标出人脸。</translation>
    </message>
    <message>
        <source>There is no folder {folder}. Check its name, and that its drive is connected.</source>
        <translation>文件夹“{folder}”不存在。请检查其名称，并确保其所在的驱动器已连接。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be opened ({reason}). Choose another folder.</source>
        <translation>无法打开文件夹“{folder}”（{reason}）。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>{file} is not a folder. Choose the folder that it is in.</source>
        <translation>“{file}”不是文件夹。请选择其所在的文件夹。</translation>
    </message>
    <message>
        <source>Another Familiar is working on {file}. Wait until it has finished or close it, then try again.</source>
        <translation>另一个 Familiar 正在处理“{file}”。请等待其完成或将其关闭，然后重试。</translation>
    </message>
    <message>
        <source>The library {file} is damaged ({reason}). Keep a copy of the file and restore your latest backup.</source>
        <translation>图库“{file}”已损坏（{reason}）。请保留该文件的副本，并恢复最近的备份。</translation>
    </message>
    <message>
        <source>The library {file} is gone or empty, but copies of it are beside it. Restore the latest one, or move them away to begin a new library.</source>
        <translation>资料库 {file} 已不存在或为空，但旁边有它的副本。请恢复最新的副本，或将这些副本移走以新建资料库。</translation>
    </message>
    <message>
        <source>The library {file} cannot be replaced ({reason}). Close whatever has it open, free some space, then try again.</source>
        <translation>无法替换资料库 {file}（{reason}）。请关闭正在使用它的程序，腾出一些空间，然后重试。</translation>
    </message>
    <message>
        <source>{file} is not a Familiar library. Choose another file, or another name for a new library.</source>
        <translation>“{file}”不是 Familiar 图库。请选择其他文件，或为新图库换一个名称。</translation>
    </message>
    <message>
        <source>The library {file} cannot be used: {reason}, then try again.</source>
        <translation>无法使用图库“{file}”：{reason}，然后重试。</translation>
    </message>
    <message>
        <source>The backup {file} was not made, because the library is damaged ({reason}). Keep your earlier backups and restore the latest good one.</source>
        <translation>未创建备份“{file}”，因为图库已损坏（{reason}）。请保留之前的备份，并恢复最近的完好备份。</translation>
    </message>
    <message>
        <source>The backup was not made, because {file} already exists. Choose another name, or ask for it to be replaced.</source>
        <translation>未创建备份，因为“{file}”已存在。请换一个名称，或选择替换该文件。</translation>
    </message>
    <message>
        <source>The backup {file} cannot be written ({reason}). Choose another folder or free some space, then try again.</source>
        <translation>无法写入备份“{file}”（{reason}）。请选择其他文件夹或释放一些空间，然后重试。</translation>
    </message>
    <message>
        <source>{file} is the library itself. Choose another name for the backup.</source>
        <translation>“{file}”是图库本身。请为备份换一个名称。</translation>
    </message>
    <message>
        <source>{file} is not a backup of a library, so it is not replaced. Choose another name for the backup.</source>
        <translation>“{file}”不是图库的备份，因此不会被替换。请为备份换一个名称。</translation>
    </message>
    <message>
        <source>The lock file {file} cannot be written ({reason}). Allow yourself to write to its folder, then try again.</source>
        <translation>无法写入锁定文件“{file}”（{reason}）。请授予自己对其所在文件夹的写入权限，然后重试。</translation>
    </message>
    <message>
        <source>{file} is a database of another program, but Familiar keeps {what} there. Move it to another folder.</source>
        <translation>“{file}”是其他程序的数据库，但 Familiar 需要在该位置保存{what}。请将其移到其他文件夹。</translation>
    </message>
    <message>
        <source>The {what} in {file} cannot be written ({reason}). Allow yourself to write there and to its folder, then try again.</source>
        <translation>无法写入“{file}”中的{what}（{reason}）。请授予自己对该文件及其所在文件夹的写入权限，然后重试。</translation>
    </message>
    <message>
        <source>{file} is a folder. Choose a file, or a name for a new library.</source>
        <translation>“{file}”是文件夹。请选择一个文件，或为新图库输入名称。</translation>
    </message>
    <message>
        <source>The library {file} was made by a newer Familiar (its format is {version}, this program knows {known}). Install the newest Familiar to open it.</source>
        <translation>图库“{file}”由更新版本的 Familiar 创建（其格式为 {version}，此程序支持 {known}）。请安装最新版本的 Familiar 以打开此图库。</translation>
    </message>
    <message>
        <source>There is no library at {file}. Look whether its drive is connected, or create a library there.</source>
        <translation>“{file}”处没有图库。请检查其所在的驱动器是否已连接，或在该位置创建图库。</translation>
    </message>
    <message>
        <source>The library {file} cannot be opened or created ({reason}). Choose another folder, or allow yourself to write to this one.</source>
        <translation>无法打开或创建图库“{file}”（{reason}）。请选择其他文件夹，或授予自己对此文件夹的写入权限。</translation>
    </message>
    <message>
        <source>{file} is a database of another program, not a Familiar library. Choose another file, or another name for a new library.</source>
        <translation>“{file}”是其他程序的数据库，不是 Familiar 图库。请选择其他文件，或为新图库换一个名称。</translation>
    </message>
    <message>
        <source>The library {file} is on a drive that does not support it (perhaps a network drive). Move it to a disk of this computer.</source>
        <translation>图库“{file}”位于不受支持的驱动器上（可能是网络驱动器）。请将其移到此电脑的磁盘上。</translation>
    </message>
    <message>
        <source>The library {file} could not be brought to the format of this Familiar ({reason}). It is as it was, and {copy} is a copy of it. Go on with the Familiar you had, and report this.</source>
        <translation>无法将图库“{file}”转换为此版本 Familiar 的格式（{reason}）。图库保持原样，“{copy}”是其副本。请继续使用之前版本的 Familiar，并报告此问题。</translation>
    </message>
    <message>
        <source>They are gone from the library, but bytes of them may still be in its files. {problem}</source>
        <extracomment>Of somebody forgotten; the problem is a sentence.</extracomment>
        <translation>此人已从图库中移除，但图库文件中可能仍有残留数据。{problem}</translation>
    </message>
    <message>
        <source>There is no model named {model}. Known models: {models}.</source>
        <translation>没有名为“{model}”的模型。已知的模型：{models}。</translation>
    </message>
    <message>
        <source>The model {model} cannot be repaired: {reason}</source>
        <translation>无法修复模型“{model}”：{reason}</translation>
    </message>
    <message>
        <source>The model {model} cannot be read: {reason}. {remedy}</source>
        <translation>无法读取模型“{model}”：{reason}。{remedy}</translation>
    </message>
    <message>
        <source>The model {model} comes with the package {package} {version}, which is not installed. {remedy}</source>
        <translation>模型“{model}”由软件包 {package} {version} 提供，但该软件包未安装。{remedy}</translation>
    </message>
    <message>
        <source>{file} is not the file that the card of {model} describes (SHA-256 is {found}, should be {expected}). {remedy}</source>
        <translation>“{file}”与模型“{model}”的说明卡所述文件不符（SHA-256 为 {found}，应为 {expected}）。{remedy}</translation>
    </message>
    <message>
        <source>The cache folder {folder} cannot be written: {reason}. Free some space there, or set the environment variable XDG_CACHE_HOME to a folder that can be written.</source>
        <translation>无法写入缓存文件夹“{folder}”：{reason}。请释放一些空间，或将环境变量 XDG_CACHE_HOME 设为可写入的文件夹。</translation>
    </message>
    <message>
        <source>{provider} is not available here; available: {others}. Choose one of these, or install the onnxruntime package made for your graphics card.</source>
        <translation>{provider} 在此不可用；可用的有：{others}。请选择其中之一，或安装适用于你的显卡的 onnxruntime 软件包。</translation>
    </message>
    <message>
        <source>The model {model} cannot be loaded: {reason}</source>
        <translation>无法加载模型“{model}”：{reason}</translation>
    </message>
    <message>
        <source>There is not enough memory for the model {model}. Close other programs, then try again.</source>
        <translation>内存不足，无法加载模型 {model}。请关闭其他程序，然后重试。</translation>
    </message>
    <message>
        <source>There is not enough memory to run networks. Close other programs, then try again.</source>
        <translation>内存不足，无法运行网络。请关闭其他程序，然后重试。</translation>
    </message>
    <message>
        <source>onnxruntime, which runs the networks, cannot be loaded: {reason}. Install it anew with: {command}</source>
        <translation>无法加载用于运行网络的 onnxruntime：{reason}。请用此命令重新安装：{command}</translation>
    </message>
    <message>
        <source>The model {model} failed: {reason}</source>
        <translation>模型“{model}”运行失败：{reason}</translation>
    </message>
    <message>
        <source>Install it with: {command}</source>
        <translation>请使用以下命令安装：{command}</translation>
    </message>
    <message>
        <source>Install the model again with: {command}</source>
        <translation>请使用以下命令重新安装模型：{command}</translation>
    </message>
    <message>
        <source>It is a part of Familiar: install Familiar again.</source>
        <translation>这是 Familiar 自带的文件，请重新安装 Familiar。</translation>
    </message>
    <message>
        <source>The library still has {rows} of their rows (table {table}). Forget them once more.</source>
        <translation>图库中仍有此人的 {rows} 行数据（表 {table}）。请再次遗忘此人。</translation>
    </message>
    <message>
        <source>The library still has {number} of their names as files said them. Forget them once more.</source>
        <translation>图库中仍有 {number} 个来自文件的此人名字。请再次遗忘此人。</translation>
    </message>
    <message>
        <source>Somebody in the library has their name.</source>
        <translation>图库中有同名的人物。</translation>
    </message>
    <message>
        <source>The history still refers to them ({times} times). Forget them once more.</source>
        <translation>历史记录中仍提及此人（{times} 次）。请再次遗忘此人。</translation>
    </message>
    <message>
        <source>The history still names them ({times} times). Forget them once more.</source>
        <translation>历史记录中仍有此人的名字（{times} 次）。请再次遗忘此人。</translation>
    </message>
    <message>
        <source>{file} still has {number} of the {what}. Close every other Familiar that uses the library, then finish forgetting once more.</source>
        <translation>“{file}”中仍有 {number} 个{what}。请关闭所有其他正在使用此图库的 Familiar，然后再次完成遗忘。</translation>
    </message>
    <message>
        <source>{file} still has bytes of {number} of the {what}. Close every other Familiar that uses the library, then finish forgetting once more.</source>
        <translation>“{file}”中仍有 {number} 个{what}的残留数据。请关闭所有其他正在使用此图库的 Familiar，然后再次完成遗忘。</translation>
    </message>
    <message>
        <source>{file} could not be searched for the {what} ({reason}).</source>
        <translation>无法在“{file}”中搜索{what}（{reason}）。</translation>
    </message>
    <message>
        <source>You confirmed to be somebody else&apos;s what has the same embedding as one of the forgotten faces, so it stays: face {faces}. If that is a mistake, delete it.</source>
        <extracomment>Numbers of faces, separated by commas.</extracomment>
        <translation>以下人脸与一张已遗忘的人脸具有相同的特征向量，但你已确认它属于其他人，因此予以保留：人脸 {faces}。如果有误，请将其删除。</translation>
    </message>
    <message>
        <source>crops of faces</source>
        <extracomment>Small pictures of faces that are kept in a file.</extracomment>
        <translation>人脸图片</translation>
    </message>
    <message>
        <source>fingerprints of photos</source>
        <extracomment>Of which it is seen that two are alike, kept in a file.</extracomment>
        <translation>照片指纹</translation>
    </message>
    <message>
        <source>crops</source>
        <extracomment>Small pictures of faces that are kept in a file.</extracomment>
        <translation>人脸图片</translation>
    </message>
    <message>
        <source>thumbnails</source>
        <translation>缩略图</translation>
    </message>
    <message>
        <source>fingerprints</source>
        <translation>图像指纹</translation>
    </message>
    <message>
        <source>embeddings</source>
        <translation>特征向量</translation>
    </message>
    <message>
        <source>{width} × {height} pixels</source>
        <translation>{width} × {height} 像素</translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation>{size} MB</translation>
    </message>
    <message>
        <source>not enough memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>more pixels than can be held</source>
        <translation>像素数超出上限</translation>
    </message>
    <message>
        <source>it grew while it was read</source>
        <translation>读取时文件变大</translation>
    </message>
    <message>
        <source>the decoder crashed</source>
        <translation>解码器崩溃</translation>
    </message>
    <message>
        <source>it has parts that Familiar did not make</source>
        <translation>其中有不是 Familiar 创建的部分</translation>
    </message>
    <message>
        <source>a text in it is none</source>
        <translation>其中有一段文字无效</translation>
    </message>
    <message>
        <source>it took too long</source>
        <translation>耗时过长</translation>
    </message>
    <message>
        <source>it is read-only. Allow yourself to write to it and to its folder</source>
        <extracomment>Of the library.</extracomment>
        <translation>图库为只读。请授予自己对图库及其所在文件夹的写入权限</translation>
    </message>
    <message>
        <source>access is not allowed. Allow yourself to write to it and to its folder</source>
        <extracomment>To the library.</extracomment>
        <translation>没有访问权限。请授予自己对图库及其所在文件夹的写入权限</translation>
    </message>
    <message>
        <source>the disk is full. Free some space</source>
        <translation>磁盘已满。请释放一些空间</translation>
    </message>
    <message>
        <source>its beginning is overwritten</source>
        <extracomment>Of the library&apos;s file.</extracomment>
        <translation>文件开头已被覆盖</translation>
    </message>
    <message>
        <source>no whole copy of it can be made</source>
        <translation>无法制作它的完整副本</translation>
    </message>
    <message>
        <source>it cannot be opened. Look whether its drive is connected, whether its folder exists and whether you may write there</source>
        <extracomment>The library.</extracomment>
        <translation>无法打开图库。请检查其所在的驱动器是否已连接、文件夹是否存在以及你是否有写入权限</translation>
    </message>
    <message>
        <source>its drive reports an error. Look whether the drive is connected and healthy</source>
        <extracomment>The library&apos;s.</extracomment>
        <translation>图库所在的驱动器报告错误。请检查驱动器是否已连接且状态良好</translation>
    </message>
    <message>
        <source>{folder} lies in the watched folder {root}, so what is exported there would be taken for more photos. Choose a folder outside of it.</source>
        <translation>{folder} 位于受监视的文件夹 {root} 中，导出到那里的内容会被当作新照片。请选择此文件夹之外的位置。</translation>
    </message>
    <message>
        <source>There is not enough space for {place} ({reason}). Free some, or choose another drive, then export again.</source>
        <translation>没有足够的空间存放 {place}（{reason}）。请释放一些空间或选择其他驱动器，然后重新导出。</translation>
    </message>
    <message>
        <source>{place} cannot be written ({reason}). Choose another place, then export again.</source>
        <translation>无法写入 {place}（{reason}）。请选择其他位置，然后重新导出。</translation>
    </message>
    <message>
        <source>{file} is not there. Connect its drive or bring it back, then export again.</source>
        <translation>{file} 不在那里。请连接其所在的驱动器或将其放回，然后重新导出。</translation>
    </message>
    <message>
        <source>{file} was replaced by another picture, which does not show them.</source>
        <extracomment>The person whose photos are exported.</extracomment>
        <translation>{file} 已被另一张图片取代，其中没有此人。</translation>
    </message>
    <message>
        <source>{file} cannot be linked from {folder}. Choose a folder on the same drive, or copy instead.</source>
        <translation>无法从 {folder} 链接 {file}。请选择同一驱动器上的文件夹，或改为复制。</translation>
    </message>
    <message>
        <source>{file} could not be exported to {folder} ({reason}). Look after that, then export again.</source>
        <translation>无法将 {file} 导出到 {folder}（{reason}）。请解决此问题，然后重新导出。</translation>
    </message>
    <message>
        <source>{file} cannot be read ({reason}). Look after that, then export again.</source>
        <translation>无法读取 {file}（{reason}）。请解决此问题，然后重新导出。</translation>
    </message>
    <message>
        <source>Noted that {whom} is in a photo</source>
        <translation>已记录“{whom}”在一张照片中</translation>
    </message>
    <message>
        <source>Took back that {whom} is in a photo</source>
        <translation>已收回“{whom}”在一张照片中的记录</translation>
    </message>
    <message numerus="yes">
        <source>Read %n name(s) from photos</source>
        <translation>
            <numerusform>从照片中读取了 %n 个名字</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Imported the names in %n photo(s) from {program}</source>
        <extracomment>The program is digiKam, Picasa and the like.</extracomment>
        <translation>
            <numerusform>从 {program} 导入了 %n 张照片中的名字</numerusform>
        </translation>
    </message>
    <message>
        <source>Imported what was said of people from {program}</source>
        <extracomment>Birthdays, notes, who is not whom.</extracomment>
        <translation>已从 {program} 导入有关人物的信息</translation>
    </message>
    <message>
        <source>Wrote names into photos</source>
        <translation>已将名字写入照片</translation>
    </message>
    <message numerus="yes">
        <source>Wrote names into %n photo(s)</source>
        <translation>
            <numerusform>已将名字写入 %n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>{file} is not there. Check its name, or connect its drive.</source>
        <translation>“{file}”不存在。请检查名称，或连接其所在磁盘。</translation>
    </message>
    <message>
        <source>{file} is packed. Unpack it, with all other parts of the same export, into one folder, add that folder to your library, and import the folder.</source>
        <translation>“{file}”是压缩文件。请将其与同一次导出的其他部分一起解压到一个文件夹，将该文件夹添加到图库，再导入该文件夹。</translation>
    </message>
    <message>
        <source>In {folder} there is nothing of digiKam, Picasa, Google Takeout or osxphotos. Choose digikam4.db, or a folder of photos that one of the others was used with. Names that Lightroom, Immich and others keep in the photos or beside them (XMP) need no import: they are read when the folder is added.</source>
        <translation>“{folder}”中没有 digiKam、Picasa、Google Takeout 或 osxphotos 的数据。请选择 digikam4.db，或曾用其他程序处理过的照片文件夹。Lightroom、Immich 等程序保存在照片内或照片旁（XMP）的名字无需导入：添加文件夹时会自动读取。</translation>
    </message>
    <message>
        <source>{file} cannot be read as a digiKam database ({reason}). Close digiKam and try again; if that does not help, restore the file from a backup.</source>
        <translation>无法将“{file}”作为 digiKam 数据库读取（{reason}）。请关闭 digiKam 后重试；若仍不行，请从备份恢复此文件。</translation>
    </message>
    <message>
        <source>{file} cannot be opened. Choose digikam4.db, or the folder that it is in.</source>
        <translation>无法打开“{file}”。请选择 digikam4.db 或其所在文件夹。</translation>
    </message>
    <message>
        <source>{file} is no SQLite database. Choose digiKam&apos;s digikam4.db.</source>
        <translation>“{file}”不是 SQLite 数据库。请选择 digiKam 的 digikam4.db。</translation>
    </message>
    <message>
        <source>{file} is larger than a digiKam database can be.</source>
        <translation>“{file}”超过了 digiKam 数据库可能的大小。</translation>
    </message>
    <message>
        <source>{file} could not be copied to be read. Close digiKam and try again, or make room on the drive.</source>
        <translation>无法复制“{file}”以供读取。请关闭 digiKam 后重试，或在磁盘上腾出空间。</translation>
    </message>
    <message>
        <source>{file} has not the tables of digiKam. Choose digiKam&apos;s digikam4.db.</source>
        <translation>“{file}”没有 digiKam 的数据表。请选择 digiKam 的 digikam4.db。</translation>
    </message>
    <message>
        <source>{file} is no file. Choose the JSON file that Familiar has exported.</source>
        <translation>“{file}”不是文件。请选择 Familiar 导出的 JSON 文件。</translation>
    </message>
    <message>
        <source>{file} is damaged or not whole. Export the names anew.</source>
        <translation>“{file}”已损坏或不完整。请重新导出名字。</translation>
    </message>
    <message>
        <source>{file} cannot be read. Check the drive it is on.</source>
        <translation>无法读取“{file}”。请检查其所在磁盘。</translation>
    </message>
    <message>
        <source>{file} has no names of Familiar. Choose the JSON file that it has exported.</source>
        <translation>“{file}”中没有 Familiar 的名字。请选择它导出的 JSON 文件。</translation>
    </message>
    <message>
        <source>{file} was written by a newer Familiar. Import it with that version or a newer one.</source>
        <translation>“{file}”由较新的 Familiar 写成。请用该版本或更新版本导入。</translation>
    </message>
    <message>
        <source>{file} has no people of osxphotos. Make the file with osxphotos query --json, or export with --sidecar json and choose the folder. The report of an export has no people.</source>
        <translation>“{file}”中没有 osxphotos 的人物。请用 osxphotos query --json 生成文件，或用 --sidecar json 导出并选择该文件夹。导出报告中没有人物。</translation>
    </message>
    <message>
        <source>{file} has no JSON files of osxphotos beside its photos. Export with --sidecar json, or choose the file that osxphotos query --json made.</source>
        <translation>“{file}”的照片旁没有 osxphotos 的 JSON 文件。请用 --sidecar json 导出，或选择 osxphotos query --json 生成的文件。</translation>
    </message>
    <message>
        <source>No folder in {folder} has a .picasa.ini. Choose the folder whose photos Picasa showed.</source>
        <translation>“{folder}”中没有任何文件夹含有 .picasa.ini。请选择 Picasa 所显示照片的文件夹。</translation>
    </message>
    <message>
        <source>{file} cannot be opened. Check that you may read it.</source>
        <translation>无法打开“{file}”。请确认您有权读取。</translation>
    </message>
    <message>
        <source>{file} is no plain file. Choose another.</source>
        <translation>“{file}”不是普通文件。请另选一个。</translation>
    </message>
    <message>
        <source>{file} is not there, or no plain file. Choose another.</source>
        <translation>“{file}”不存在或不是普通文件。请另选一个。</translation>
    </message>
    <message>
        <source>{file} is larger than such a file can be ({number} MB) and was left out.</source>
        <translation>“{file}”超过了此类文件可能的大小（{number} MB），已略过。</translation>
    </message>
    <message>
        <source>{file} is damaged or no JSON file, and was left out. Export it anew.</source>
        <translation>“{file}”已损坏或不是 JSON 文件，已略过。请重新导出。</translation>
    </message>
    <message>
        <source>{file} is damaged or no JSON file. Make it anew.</source>
        <translation>“{file}”已损坏或不是 JSON 文件。请重新生成。</translation>
    </message>
    <message>
        <source>{folder} has no JSON files of a Google Takeout. Unpack all parts of the Takeout into one folder and choose that.</source>
        <translation>“{folder}”中没有 Google Takeout 的 JSON 文件。请将 Takeout 的所有部分解压到一个文件夹并选择该文件夹。</translation>
    </message>
    <message>
        <source>A tag of {file} has no name that a person can have (number {number}), and was left out.</source>
        <translation>“{file}”中有一个标签（编号 {number}）的名称不能用作人名，已略过。</translation>
    </message>
    <message>
        <source>digiKam has {number} tags for people called {name} ({tags}); they become one person.</source>
        <extracomment>The tags are separated by commas.</extracomment>
        <translation>digiKam 有 {number} 个名为“{name}”的人物标签（{tags}）；它们将成为同一个人。</translation>
    </message>
    <message>
        <source>The places of {number} faces in {file} cannot be read; their names are kept without a place.</source>
        <translation>无法读取“{file}”中 {number} 张人脸的位置；其名字以无位置的方式保留。</translation>
    </message>
    <message>
        <source>{number} photos of {file} are in no folder that it knows, and were left out.</source>
        <translation>“{file}”中有 {number} 张照片不在其已知的任何文件夹中，已略过。</translation>
    </message>
    <message>
        <source>{file} names people, but its photo is not beside it.</source>
        <translation>“{file}”列出了人物，但其照片不在旁边。</translation>
    </message>
    <message>
        <source>{number} entries of {file} are no photos and were left out.</source>
        <translation>“{file}”中有 {number} 项不是照片，已略过。</translation>
    </message>
    <message>
        <source>{number} entries of {file} say nothing that can be used.</source>
        <translation>“{file}”中有 {number} 项没有可用的内容。</translation>
    </message>
    <message>
        <source>{number} faces of {times} people have a number instead of a name. Copy Picasa&apos;s contacts.xml into {folder} and import again.</source>
        <translation>{times} 个人物的 {number} 张人脸只有编号而没有名字。请将 Picasa 的 contacts.xml 复制到“{folder}”后重新导入。</translation>
    </message>
    <message>
        <source>{file} has faces of {number} photos whose names lead out of the folder; they were left out.</source>
        <translation>“{file}”中有 {number} 张照片的名称指向文件夹之外；其人脸已略过。</translation>
    </message>
    <message>
        <source>{number} faces of {file} cannot be read and were left out.</source>
        <translation>无法读取“{file}”中的 {number} 张人脸，已略过。</translation>
    </message>
    <message>
        <source>{number} photos in {folder} are cropped in Picasa only, such as {file}; their people are kept without a place.</source>
        <translation>“{folder}”中有 {number} 张照片只在 Picasa 中裁剪过，例如“{file}”；其人物以无位置的方式保留。</translation>
    </message>
    <message>
        <source>{folder} cannot be listed. Check that you may read this folder.</source>
        <translation>无法列出“{folder}”。请确认您有权读取此文件夹。</translation>
    </message>
    <message>
        <source>{folder} holds more files than can be read. Import its folders singly.</source>
        <translation>“{folder}”中的文件太多，无法全部读取。请逐个导入其中的文件夹。</translation>
    </message>
    <message>
        <source>{number} files in {folder}, such as {file}, name people of photos that are not beside them. Unpack all parts of the Takeout into one folder and import again.</source>
        <translation>“{folder}”中有 {number} 个文件（例如“{file}”）列出了人物，但照片不在旁边。请将 Takeout 的所有部分解压到一个文件夹后重新导入。</translation>
    </message>
    <message>
        <source>{file} is not there, so its people are noted without a place. Connect its drive and import again.</source>
        <translation>“{file}”不存在，因此其人物以无位置的方式记录。请连接其所在磁盘后重新导入。</translation>
    </message>
    <message>
        <source>{file} is not as the library knows it, so its people are noted without a place. Bring the library up to date and import again.</source>
        <translation>“{file}”与图库所知不符，因此其人物以无位置的方式记录。请更新图库后重新导入。</translation>
    </message>
    <message>
        <source>{number} more photos could not be looked at.</source>
        <translation>另有 {number} 张照片无法查看。</translation>
    </message>
    <message>
        <source>Something else was done at the same time. Look at the history, then try again.</source>
        <translation>同时进行了其他操作。请查看历史记录后重试。</translation>
    </message>
    <message>
        <source>No photo below {folder} is known. Index it first: familiar index {folder}</source>
        <translation>“{folder}”之下没有已知照片。请先建立索引：familiar index {folder}</translation>
    </message>
    <message>
        <source>What the files said before is no longer kept, so they stay as they are.</source>
        <translation>文件之前的内容已不再保留，因此保持原样。</translation>
    </message>
    <message>
        <source>Writing names was cut off before anything was written, so there is nothing to undo of it. Undo once more to take back what was done before.</source>
        <translation>写入姓名在写入任何内容之前就中断了，因此没有可撤销的内容。要撤销之前的操作，请再撤销一次。</translation>
    </message>
    <message>
        <source>{file} is not there, so it was left out. Connect its drive, then try again.</source>
        <translation>“{file}”不存在，已略过。请连接其所在磁盘后重试。</translation>
    </message>
    <message>
        <source>{file} was changed since, so it stays as it is.</source>
        <translation>“{file}”此后被更改过，因此保持原样。</translation>
    </message>
    <message>
        <source>{file} cannot be made what it was, so it stays as it is.</source>
        <translation>“{file}”无法恢复原状，因此保持现状。</translation>
    </message>
    <message>
        <source>{file} stays as it is. It cannot be read or written ({reason}).</source>
        <translation>“{file}”保持原样。无法读取或写入（{reason}）。</translation>
    </message>
    <message>
        <source>{file} stays as it is. {problem}</source>
        <extracomment>The problem is a sentence.</extracomment>
        <translation>“{file}”保持原样。{problem}</translation>
    </message>
    <message>
        <source>It cannot be read ({reason}).</source>
        <translation>无法读取（{reason}）。</translation>
    </message>
    <message>
        <source>It could not be written ({reason}). Check the drive it is on.</source>
        <translation>无法写入（{reason}）。请检查其所在磁盘。</translation>
    </message>
    <message>
        <source>It was changed at the same time. Index it first, then try again.</source>
        <translation>它同时被更改。请先建立索引再重试。</translation>
    </message>
    <message>
        <source>It is a link to a file that is no longer there.</source>
        <translation>它是指向已不存在文件的链接。</translation>
    </message>
    <message>
        <source>It is no plain file, and only such are written to.</source>
        <translation>它不是普通文件，只会写入普通文件。</translation>
    </message>
    <message>
        <source>It is write-protected. Allow writing to it, then try again.</source>
        <translation>它受写保护。请允许写入后重试。</translation>
    </message>
    <message>
        <source>Its folder may not be written to. Give your account the right to write there.</source>
        <translation>不可写入其所在文件夹。请为您的账户授予写入权限。</translation>
    </message>
    <message>
        <source>It is on a drive that may only be read. Copy it to another one, or connect that one anew.</source>
        <translation>它在只读磁盘上。请将其复制到其他磁盘，或重新连接该磁盘。</translation>
    </message>
    <message>
        <source>Its drive is full. Make room there, then try again.</source>
        <translation>其所在磁盘已满。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>Your share of its drive is full. Make room there, then try again.</source>
        <translation>您在该磁盘上的配额已满。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>Its folder is no longer there. Connect the drive it is on.</source>
        <translation>其所在文件夹已不存在。请连接其所在磁盘。</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <extracomment>Of a section at most, in logical pixels.</extracomment>
        <translation>设置</translation>
    </message>
    <message>
        <source>The model that finds faces</source>
        <translation>用于查找人脸的模型</translation>
    </message>
    <message>
        <source>The model that tells people apart</source>
        <translation>用于区分人物的模型</translation>
    </message>
    <message>
        <source>Forget them…</source>
        <translation>遗忘…</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>Names in files</source>
        <translation>文件中的名字</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>隐私</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 张照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) whose file is gone</source>
        <translation>
            <numerusform>%n 张照片的文件已不存在</numerusform>
        </translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Larger groups, with more mistakes ({number})</source>
        <translation>分组更大，但错误更多（{number}）</translation>
    </message>
    <message>
        <source>Smaller, surer groups ({number})</source>
        <translation>分组更小、更准（{number}）</translation>
    </message>
    <message>
        <source>What suits the recogniser best ({number})</source>
        <translation>最适合识别模型的值（{number}）</translation>
    </message>
    <message>
        <source>New photos</source>
        <translation>新照片</translation>
    </message>
    <message>
        <source>Look at them as soon as they are there</source>
        <translation>一出现就查看</translation>
    </message>
    <message>
        <source>Look for them when asked</source>
        <translation>仅在要求时查找</translation>
    </message>
    <message>
        <source>Copies and bursts</source>
        <translation>副本和连拍</translation>
    </message>
    <message>
        <source>Show the best, the others behind it</source>
        <translation>显示最佳的一张，其余收在其后</translation>
    </message>
    <message>
        <source>Show each photo</source>
        <translation>显示每张照片</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Folders…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>文件缺失</translation>
    </message>
    <message>
        <source>Preview…</source>
        <translation>预览…</translation>
    </message>
    <message>
        <source>See what another strictness would change, and choose it there</source>
        <translation>查看改用其他严格程度会带来的变化，并在其中选择</translation>
    </message>
    <message>
        <source>Strictness</source>
        <translation>严格程度</translation>
    </message>
    <message>
        <source>Finding faces</source>
        <translation>检测模型</translation>
    </message>
    <message>
        <source>Telling people apart</source>
        <translation>识别模型</translation>
    </message>
    <message>
        <source>digiKam, Picasa, Google Takeout, Apple Photos, another library</source>
        <translation>digiKam、Picasa、Google Takeout、Apple 照片、另一图库</translation>
    </message>
    <message>
        <source>Reading names</source>
        <translation>读取名字</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>关键词</translation>
    </message>
    <message>
        <source>Writing names</source>
        <translation>写入名字</translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation>其他程序</translation>
    </message>
    <message>
        <source>Import names…</source>
        <translation>导入名字…</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>About Familiar…</source>
        <translation>关于 Familiar…</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Nothing leaves this computer. To remove all that is known of a person, open their page and choose Forget for good.</source>
        <translation>任何内容都不会离开此电脑。如需移除关于某个人物的所有信息，请打开其页面并选择“彻底遗忘”。</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>缩略图</translation>
    </message>
    <message>
        <source>Pictures of faces</source>
        <translation>人脸图片</translation>
    </message>
    <message>
        <source>The language changes when Familiar is started again.</source>
        <translation>重新启动 Familiar 后语言才会更改。</translation>
    </message>
    <message>
        <source>Forget the photos whose files are gone?</source>
        <translation>要遗忘文件已不存在的照片吗？</translation>
    </message>
    <message>
        <source>Their faces, and what you said of them, are removed for good; this cannot be undone. Photos on a drive that is away are not among them.</source>
        <translation>照片中的人脸以及你对它们的标注都将永久移除；此操作无法撤销。未连接的驱动器上的照片不包括在内。</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) forgotten.</source>
        <translation>
            <numerusform>已遗忘 %n 张照片。</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete all thumbnails?</source>
        <translation>要删除所有缩略图吗？</translation>
    </message>
    <message>
        <source>They are made again when they are seen.</source>
        <translation>再次查看时会重新生成。</translation>
    </message>
    <message>
        <source>Delete all pictures of faces?</source>
        <translation>要删除所有人脸图片吗？</translation>
    </message>
    <message>
        <source>They are cut again from the photos when they are seen. Faces in photos that are away then have no picture, and another recogniser cannot embed them until the photos are back.</source>
        <translation>再次查看时会从照片中重新截取。届时不可用的照片中的人脸将没有图片，在照片恢复可用之前，其他识别模型也无法提取其特征。</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Shortcuts</source>
        <extracomment>The widest that the keys of one row may be before they go to the next line, in logical pixels. More keys than these are shown as one.</extracomment>
        <translation>快捷键</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>SmallDialog</name>
    <message>
        <source>Cancel</source>
        <extracomment>Of the photo that two people are in.</extracomment>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>SoughtView</name>
    <message>
        <source>Open a picture…</source>
        <translation>打开图片…</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) found</source>
        <translation>
            <numerusform>找到 %n 张人脸</numerusform>
        </translation>
    </message>
    <message>
        <source>Click another face to look for it.</source>
        <translation>点击其他人脸可进行查找。</translation>
    </message>
    <message>
        <source>A face without a name</source>
        <translation>未命名的人脸</translation>
    </message>
</context>
<context>
    <name>SplitDialog</name>
    <message>
        <source>this group</source>
        <extracomment>Rows of faces of a part that are seen at one time. A part that less probably belongs is ticked at first.</extracomment>
        <translation>此分组</translation>
    </message>
    <message>
        <source>Split {name}</source>
        <translation>拆分“{name}”</translation>
    </message>
    <message>
        <source>These parts look least like the rest. Ticked faces leave {name}: each part of several faces becomes an unnamed group, a face alone is nobody&apos;s again.</source>
        <translation>以下部分与其余人脸最不相像。勾选的人脸将从“{name}”中移出：包含多张人脸的每个部分会成为一个未命名分组，单独一张人脸则不再属于任何人。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message numerus="yes">
        <source>Split off %n face(s)</source>
        <translation>
            <numerusform>拆分出 %n 张人脸</numerusform>
        </translation>
    </message>
    <message>
        <source>Split off</source>
        <translation>拆分</translation>
    </message>
    <message>
        <source>At least one face must stay</source>
        <translation>必须至少保留一张人脸</translation>
    </message>
</context>
<context>
    <name>StandingFolders</name>
    <message>
        <source>Into none: names are written only when you ask for it.</source>
        <extracomment>Rows that are seen at one time.</extracomment>
        <translation>无：仅在您要求时写入名字。</translation>
    </message>
    <message>
        <source>Folders into whose photos names are written</source>
        <translation>会将名字写入其照片的文件夹</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Write names into the photos of a folder…</source>
        <translation>将名字写入某文件夹的照片…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Write no more names into the photos of the chosen folder</source>
        <translation>不再将名字写入所选文件夹的照片</translation>
    </message>
    <message>
        <source>Whenever these folders have been looked through, names that you gave or confirmed are written into their photos, where that is lossless, else beside them; Undo takes it back.</source>
        <translation>每次查看过这些文件夹后，您起的或确认的名字会写入其中的照片（在无损的情况下），否则写在照片旁；可用“撤销”收回。</translation>
    </message>
    <message>
        <source>Write names into the photos of this folder</source>
        <translation>将名字写入此文件夹的照片</translation>
    </message>
    <message>
        <source>{folder} is in none of your folders, so Familiar does not know its photos. Add it to your folders first.</source>
        <translation>“{folder}”不在您的任何文件夹中，因此 Familiar 不了解其照片。请先将其添加到您的文件夹。</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Choose a photo folder…</source>
        <translation>选择照片文件夹…</translation>
    </message>
    <message>
        <source>Who is in your photos?</source>
        <translation>你的照片中有谁？</translation>
    </message>
    <message>
        <source>Choose a folder with photos, or drop one here. Familiar finds the faces in them and puts each person&apos;s together; you give them names. Your photos are only read, and nothing leaves this computer.</source>
        <translation>选择包含照片的文件夹，或将其拖到这里。Familiar 会查找照片中的人脸，并将每个人物的人脸归到一起，由你来命名。你的照片仅供读取，任何内容都不会离开此电脑。</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>Choose a photo folder</source>
        <translation>选择照片文件夹</translation>
    </message>
</context>
<context>
    <name>Suggestions</name>
    <message>
        <source>Suggestions</source>
        <extracomment>Suggestions that are visible without scrolling.</extracomment>
        <translation>建议</translation>
    </message>
</context>
<context>
    <name>Summaries</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 张照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n video(s)</source>
        <translation>
            <numerusform>%n 个视频</numerusform>
        </translation>
    </message>
    <message>
        <source>There are no photos in your folders.</source>
        <translation>你的文件夹中没有照片。</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) read</source>
        <translation>
            <numerusform>已读取 %n 张照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n video(s) read</source>
        <translation>
            <numerusform>已读取 %n 个视频</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) found</source>
        <translation>
            <numerusform>找到 %n 张人脸</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be used</source>
        <translation>
            <numerusform>%n 个文件无法使用</numerusform>
        </translation>
    </message>
    <message>
        <source>{parts}.</source>
        <translation>{parts}。</translation>
    </message>
</context>
<context>
    <name>Tiles</name>
    <message>
        <source>What is asked about</source>
        <extracomment>Sides of faces, in logical pixels: one alone in a tile, one of two, and one of a single pair. Around and between the two large faces, and under them: cards, words and the reason.</extracomment>
        <translation>询问的内容</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Ask later</source>
        <translation>稍后再问</translation>
    </message>
    <message>
        <source>Tick or untick</source>
        <translation>勾选或取消勾选</translation>
    </message>
    <message>
        <source>Show the photos</source>
        <translation>显示照片</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>Show photos</source>
        <translation>显示照片</translation>
    </message>
</context>
<context>
    <name>TimeLine</name>
    <message>
        <source>Time line</source>
        <extracomment>Left and right of the line, so that the sign of the shown moment has room, in logical pixels. So near a mark, in logical pixels, the mark is meant.</extracomment>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>somebody without a name</source>
        <translation>未命名的人</translation>
    </message>
    <message>
        <source>{moment}: {people}</source>
        <translation>{moment}：{people}</translation>
    </message>
</context>
<context>
    <name>TimelineModel</name>
    <message>
        <source>{name}, {date}</source>
        <extracomment>Photos read at one time, and how many such windows are kept. Of videos, milliseconds, by `Photo.id`.</extracomment>
        <translation>{name}，{date}</translation>
    </message>
    <message>
        <source>{name}, video of {length}</source>
        <translation>{name}，视频，时长 {length}</translation>
    </message>
    <message>
        <source>{name}, with its RAW file</source>
        <translation>{name}，附 RAW 文件</translation>
    </message>
    <message numerus="yes">
        <source>{name}, stack of %n photo(s)</source>
        <translation>
            <numerusform>{name}，%n 张照片的堆叠</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UnnamedPage</name>
    <message>
        <source>Unnamed</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Most faces first</source>
        <translation>人脸最多的在前</translation>
    </message>
    <message>
        <source>Last seen first</source>
        <translation>最近出现的在前</translation>
    </message>
    <message>
        <source>No unnamed groups</source>
        <translation>没有未命名分组</translation>
    </message>
    <message>
        <source>Everybody who is seen at least twice has a name or is ignored. New groups appear here when photos are added.</source>
        <translation>所有出现过至少两次的人物都已命名或已忽略。添加照片后，新分组会显示在这里。</translation>
    </message>
    <message>
        <source>Ignore who is seldom seen…</source>
        <translation>忽略很少出现的人物…</translation>
    </message>
</context>
<context>
    <name>VideoSettings</name>
    <message>
        <source>Look for people in them, too</source>
        <translation>也在其中查找人物</translation>
    </message>
    <message>
        <source>Leave new ones out</source>
        <translation>忽略新视频</translation>
    </message>
    <message>
        <source>Videos in the folders</source>
        <translation>文件夹中的视频</translation>
    </message>
    <message>
        <source>Videos that are in the library already stay there.</source>
        <translation>已在图库中的视频会保留。</translation>
    </message>
    <message>
        <source>Videos cannot be read here, because PyAV is not installed (a bundle comes without it). Start Familiar with python3 run.py, which installs it, or run: pip install av</source>
        <translation>此处无法读取视频，因为未安装 PyAV（打包版不含 PyAV）。请用 python3 run.py 启动 Familiar，它会安装 PyAV；或运行：pip install av</translation>
    </message>
</context>
<context>
    <name>VideoStrip</name>
    <message>
        <source>The moment before at which somebody is seen (,)</source>
        <extracomment>The people take at most so much of the height, in logical pixels: three and the half of a fourth. Of a name, in logical pixels.</extracomment>
        <translation>上一个有人出现的时刻 (,)</translation>
    </message>
    <message>
        <source>The next moment at which somebody is seen (.)</source>
        <translation>下一个有人出现的时刻 (.)</translation>
    </message>
    <message>
        <source>▶ Play</source>
        <translation>▶ 播放</translation>
    </message>
    <message>
        <source>Play the video</source>
        <translation>播放视频</translation>
    </message>
    <message>
        <source>Play the video in the program that this computer has for it (P)</source>
        <translation>用此电脑上的播放程序播放视频 (P)</translation>
    </message>
    <message>
        <source>Nobody is seen in this video. Go where there is a face, and press D.</source>
        <translation>此视频中没有看到任何人。请前往有人脸的时刻，然后按 D。</translation>
    </message>
    <message>
        <source>Who is seen in this video, and when</source>
        <translation>此视频中有谁，何时出现</translation>
    </message>
    <message>
        <source>{moment} of {length}</source>
        <translation>{moment} / {length}</translation>
    </message>
    <message>
        <source>Who?</source>
        <translation>谁？</translation>
    </message>
    <message>
        <source>Unnamed</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>{name}?</source>
        <translation>{name}？</translation>
    </message>
    <message>
        <source>Go to {name}</source>
        <translation>前往“{name}”</translation>
    </message>
    <message>
        <source>{name}: {times}</source>
        <translation>{name}：{times}</translation>
    </message>
</context>
<context>
    <name>Watching</name>
    <message>
        <source>{folder} is there again.</source>
        <translation>“{folder}”已恢复可用。</translation>
    </message>
    <message>
        <source>{folder} has more folders than this computer lets programs watch, so changes there are noticed later. To notice them at once, allow more with “sudo sysctl fs.inotify.max_user_watches=1048576”, and start Familiar again.</source>
        <translation>“{folder}”中的文件夹数量超过了此电脑允许程序监视的上限，因此其中的更改会稍后才被发现。要立即发现更改，请用“sudo sysctl fs.inotify.max_user_watches=1048576”提高上限，然后重新启动 Familiar。</translation>
    </message>
    <message>
        <source>{folder} is empty now. If its drive was removed, connect it again; its photos are kept meanwhile.</source>
        <translation>“{folder}”现在是空的。如果其驱动器已移除，请重新连接；在此期间，其中的照片会保留在图库中。</translation>
    </message>
    <message>
        <source>{folder} is not there any more. If its drive was removed, connect it again; its photos are kept meanwhile.</source>
        <translation>“{folder}”已不可用。如果其驱动器已移除，请重新连接；在此期间，其中的照片会保留在图库中。</translation>
    </message>
</context>
<context>
    <name>WriteDialog</name>
    <message>
        <source>Write names into photos</source>
        <extracomment>Of so many photos that are refused it is said over the whole row why; each span takes time.</extracomment>
        <translation>将名字写入照片</translation>
    </message>
    <message>
        <source>{photos}: so that other programs find the names, too. Pictures and all else in the files stay as they are, to the last bit, and Undo gives every file back what it had.</source>
        <translation>{photos}：让其他程序也能找到名字。图像和文件中的其他内容逐位保持不变，“撤销”可让每个文件恢复原样。</translation>
    </message>
    <message>
        <source>Into the files where that is lossless, else beside them</source>
        <translation>无损时写入文件，否则写在旁边</translation>
    </message>
    <message>
        <source>Always beside them (.xmp files)</source>
        <translation>始终写在旁边（.xmp 文件）</translation>
    </message>
    <message>
        <source>Where the names go</source>
        <translation>名字写到哪里</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>What would be written</source>
        <translation>将写入的内容</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Looking at the photos…</source>
        <translation>正在查看照片…</translation>
    </message>
    <message>
        <source>Nothing is written yet.</source>
        <translation>尚未写入任何内容。</translation>
    </message>
    <message>
        <source>Photos looked at</source>
        <translation>已查看的照片</translation>
    </message>
    <message>
        <source>{done} of {total} photos looked at</source>
        <translation>已查看 {done} / {total} 张照片</translation>
    </message>
    <message>
        <source>Nothing can be written</source>
        <translation>无法写入</translation>
    </message>
    <message>
        <source>There is nothing to write</source>
        <translation>没有可写入的内容</translation>
    </message>
    <message>
        <source>These photos say already all that you confirmed of who is in them. What Familiar only supposes is not written: name faces, or confirm them, and come back.</source>
        <translation>这些照片已包含您确认过的所有人物。Familiar 仅推测的内容不会写入：请为人脸命名或确认后再来。</translation>
    </message>
    <message numerus="yes">
        <source>Write into %n photo(s)</source>
        <translation>
            <numerusform>写入 %n 张照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) will be written</source>
        <translation>
            <numerusform>将写入 %n 张照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them beside the file</source>
        <translation>
            <numerusform>其中 %n 张写在文件旁</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with these names already</source>
        <translation>
            <numerusform>%n 张已有这些名字</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cannot be written</source>
        <translation>
            <numerusform>%n 张无法写入</numerusform>
        </translation>
    </message>
    <message>
        <source>{parts}.</source>
        <translation>{parts}。</translation>
    </message>
</context>
<context>
    <name>Writings</name>
    <message>
        <source>Writing was stopped; nothing was written.</source>
        <extracomment>What jobs call their stages. The remaining time is shown once so many seconds are behind.</extracomment>
        <translation>写入已停止；未写入任何内容。</translation>
    </message>
    <message>
        <source>All these photos say already who is in them.</source>
        <translation>这些照片都已写明其中有谁。</translation>
    </message>
    <message>
        <source>{reason} {number} more could not be written either.</source>
        <translation>{reason}另有 {number} 张也无法写入。</translation>
    </message>
    <message>
        <source>Its folder cannot be reached. Connect its drive, then try again.</source>
        <translation>无法访问其所在文件夹。请连接其磁盘后重试。</translation>
    </message>
    <message>
        <source>It is no longer there. Its names stay in the library.</source>
        <translation>它已不存在。其名字保留在图库中。</translation>
    </message>
    <message>
        <source>It was changed since Familiar last looked. Press F5, then try again.</source>
        <translation>自 Familiar 上次查看后它被更改过。请按 F5 后重试。</translation>
    </message>
    <message>
        <source>It cannot be read ({detail}). Check that you may read it.</source>
        <translation>无法读取（{detail}）。请确认您有权读取。</translation>
    </message>
    <message>
        <source>It could not be looked at, so nobody in it is known.</source>
        <translation>无法查看，因此不知其中有谁。</translation>
    </message>
    <message>
        <source>Its folder is write-protected. Allow writing to it, then try again.</source>
        <translation>其所在文件夹受写保护。请允许写入后重试。</translation>
    </message>
    <message>
        <source>What is beside it says something already that cannot be extended.</source>
        <translation>其旁边文件的现有内容无法扩充。</translation>
    </message>
    <message>
        <source>What is known of it has changed since it was shown. Look once more.</source>
        <translation>自显示以来，已知内容有变。请再看一次。</translation>
    </message>
    <message>
        <source>Nothing was written. {detail}</source>
        <translation>未写入任何内容。{detail}</translation>
    </message>
    <message>
        <source>Only a part was written, and could not be taken back. {detail}</source>
        <translation>只写入了一部分，而且无法撤回。{detail}</translation>
    </message>
</context>
<context>
    <name>_Card</name>
    <message>
        <source>{name} and {other}: {chance} the same person</source>
        <extracomment>Who it is that may be this person; None for a face of nobody.</extracomment>
        <translation>“{name}”和“{other}”是同一个人：{chance}</translation>
    </message>
    <message>
        <source>This group</source>
        <translation>此分组</translation>
    </message>
    <message>
        <source>{told}. Double-click to see the photos.</source>
        <translation>{told}。双击可查看照片。</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Yes, the same person: {who}</source>
        <translation>是，是同一个人：{who}</translation>
    </message>
    <message>
        <source>No, not the same person: {who}</source>
        <translation>否，不是同一个人：{who}</translation>
    </message>
    <message>
        <source>Yes, the same person</source>
        <translation>是，是同一个人</translation>
    </message>
    <message>
        <source>No, not the same person</source>
        <translation>否，不是同一个人</translation>
    </message>
    <message>
        <source>Show photos</source>
        <translation>显示照片</translation>
    </message>
    <message>
        <source>Go to them</source>
        <translation>前往此人物</translation>
    </message>
    <message>
        <source>A face seen once</source>
        <translation>仅出现一次的人脸</translation>
    </message>
    <message>
        <source>Another group</source>
        <translation>另一个分组</translation>
    </message>
</context>
<context>
    <name>_PartBox</name>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 张人脸</numerusform>
        </translation>
    </message>
    <message>
        <source>Stays: {faces}</source>
        <translation>保留：{faces}</translation>
    </message>
    <message>
        <source>{faces}, {percent} % sure to belong</source>
        <translation>{faces}，归属正确的可能性为 {percent}%</translation>
    </message>
</context>
<context>
    <name>_PersonCard</name>
    <message>
        <source>similarity {similarity}</source>
        <translation>相似度 {similarity}</translation>
    </message>
    <message>
        <source>{name}: {chance} the same person, {number}</source>
        <translation>{name}，是同一个人：{chance}，{number}</translation>
    </message>
    <message>
        <source>Show the person</source>
        <translation>显示此人物</translation>
    </message>
    <message>
        <source>Look for this face</source>
        <translation>查找此人脸</translation>
    </message>
</context>
<context>
    <name>_SideCard</name>
    <message>
        <source>Click to see the photo</source>
        <translation>点击可查看照片</translation>
    </message>
    <message>
        <source>Show photo</source>
        <translation>显示照片</translation>
    </message>
    <message>
        <source>Find this face in other photos</source>
        <translation>在其他照片中查找此人脸</translation>
    </message>
    <message>
        <source>Go to {name}</source>
        <translation>前往“{name}”</translation>
    </message>
    <message>
        <source>Go to the group</source>
        <translation>前往分组</translation>
    </message>
</context>
<context>
    <name>_TileDelegate</name>
    <message>
        <source>later</source>
        <translation>稍后</translation>
    </message>
</context>
<context>
    <name>chances</name>
    <message>
        <source>almost certainly</source>
        <extracomment>From so many percent on a chance is called by each of the words, the highest first. From so many percent on something is probable rather than not.</extracomment>
        <translation>几乎肯定</translation>
    </message>
    <message>
        <source>very probably</source>
        <translation>很可能</translation>
    </message>
    <message>
        <source>probably</source>
        <translation>可能</translation>
    </message>
    <message>
        <source>perhaps</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>probably not</source>
        <translation>不太可能</translation>
    </message>
    <message>
        <source>hardly</source>
        <translation>很不可能</translation>
    </message>
    <message>
        <source>almost certainly not</source>
        <translation>几乎不可能</translation>
    </message>
    <message>
        <source>{words} ({percent} %)</source>
        <translation>{words}（{percent}%）</translation>
    </message>
    <message>
        <source>{percent} % probable</source>
        <translation>可能性 {percent}%</translation>
    </message>
</context>
</TS>
