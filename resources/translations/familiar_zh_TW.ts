<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_TW" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Familiar</source>
        <translation>關於 Familiar</translation>
    </message>
    <message>
        <source>Organises photos by the people in them, on this computer alone. Free software under the MIT licence, without any warranty; its parts have licences of their own.</source>
        <translation>依相片中的人物整理相片，一切都在本機進行。本軟體是採用 MIT 授權條款的自由軟體，不提供任何擔保；其組成部分各有自己的授權條款。</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>組成部分</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>授權條款</translation>
    </message>
    <message>
        <source>Parts of Familiar</source>
        <translation>Familiar 的組成部分</translation>
    </message>
    <message>
        <source>Text of the licence</source>
        <translation>授權條款全文</translation>
    </message>
    <message>
        <source>This part came without the text of its licence.</source>
        <translation>此組成部分未附帶授權條款全文。</translation>
    </message>
</context>
<context>
    <name>AlikeStrip</name>
    <message>
        <source>Go to the review</source>
        <extracomment>Look-alikes shown at one time; more follow when these are answered.</extracomment>
        <translation>前往「待確認」</translation>
    </message>
    <message>
        <source>Look-alikes to review</source>
        <translation>待確認的相似臉孔</translation>
    </message>
    <message numerus="yes">
        <source>%n look-alike(s) to review</source>
        <translation>
            <numerusform>%n 張待確認的相似臉孔</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Yes to the %n probable one(s)</source>
        <translation>
            <numerusform>對 %n 個可能的項目回答「是」</numerusform>
        </translation>
    </message>
    <message>
        <source>Say yes to all of these that are probable; you can undo it</source>
        <translation>對其中所有可能的項目回答「是」；之後可以復原</translation>
    </message>
    <message numerus="yes">
        <source>Probably %n more face(s) elsewhere ›</source>
        <translation>
            <numerusform>其他地方可能還有 %n 張人臉 ›</numerusform>
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
        <translation>「{name}」是什麼時候出生的？更早的照片中的人臉不會被當成此人，照片也可以依年齡排序。</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>不詳</translation>
    </message>
    <message>
        <source>Set birthday</source>
        <translation>設定生日</translation>
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
        <translation>關鍵字</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>資料夾</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>相機</translation>
    </message>
    <message>
        <source>year</source>
        <translation>年份</translation>
    </message>
    <message>
        <source>place</source>
        <translation>地點</translation>
    </message>
    <message>
        <source>and</source>
        <translation>和</translation>
    </message>
    <message>
        <source>with</source>
        <translation>和…一起</translation>
    </message>
    <message>
        <source>or</source>
        <translation>或</translation>
    </message>
    <message>
        <source>not</source>
        <translation>不是</translation>
    </message>
    <message>
        <source>without</source>
        <translation>沒有</translation>
    </message>
    <message>
        <source>only</source>
        <translation>只有</translation>
    </message>
    <message>
        <source>undated</source>
        <translation>沒有日期</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>檔案遺失</translation>
    </message>
    <message>
        <source>without faces</source>
        <translation>沒有人臉</translation>
    </message>
    <message>
        <source>no faces</source>
        <translation>沒有人臉</translation>
    </message>
    <message>
        <source>unnamed faces</source>
        <translation>有未命名的人臉</translation>
    </message>
    <message>
        <source>before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>after</source>
        <translation>之後</translation>
    </message>
    <message>
        <source>in:</source>
        <translation>在資料夾中</translation>
    </message>
    <message>
        <source>folder:</source>
        <translation>在資料夾中</translation>
    </message>
    <message>
        <source>camera:</source>
        <translation>相機</translation>
    </message>
    <message>
        <source>file:</source>
        <translation>檔案名稱</translation>
    </message>
</context>
<context>
    <name>CoverDelegate</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <extracomment>Pictures are asked for in steps of so many pixels, so that changing their size finds most of them there. A small picture may be drawn so much larger before it looks blurred. Beside and above a cover. Pictures cut into shape that are kept, and words under covers. The diameter of a cover, in logical pixels. Whom something is being dragged over.</extracomment>
        <translation>
            <numerusform>%n 張照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 張人臉</numerusform>
        </translation>
    </message>
    <message>
        <source>Seen once</source>
        <translation>只出現一次</translation>
    </message>
    <message>
        <source>Add name</source>
        <translation>加入名字</translation>
    </message>
</context>
<context>
    <name>CoverGrid</name>
    <message>
        <source>{name}: the same person?</source>
        <extracomment>The least width of the field for a name, in logical pixels: that of a tile with a cover of the usual size. Keys that end a name, and such as nobody writes one with. The field that is open. Qt asks `eventFilter` while the view is still being made. A name is perhaps still being written for somebody who is gone. What keys do to those who are selected, besides. What the user was at while everybody is shown anew, and who was being named, if anybody.</extracomment>
        <translation>{name}：是同一人嗎？</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開啟</translation>
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
        <translation>依名字篩選</translation>
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
        <translation>沒有人叫這個名字</translation>
    </message>
    <message>
        <source>There are no photos yet</source>
        <translation>還沒有照片</translation>
    </message>
    <message>
        <source>Drop a folder with photos on this window. The people in them appear here by themselves.</source>
        <translation>將含有照片的資料夾拖放到此視窗，照片中的人物就會自動出現在這裡。</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>依名字</translation>
    </message>
    <message>
        <source>Most faces first</source>
        <translation>人臉最多優先</translation>
    </message>
    <message>
        <source>Last seen first</source>
        <translation>最近出現優先</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合併</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>All photos of {name}</source>
        <translation>「{name}」的所有照片</translation>
    </message>
    <message>
        <source>Photos of this group</source>
        <translation>此群組的照片</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開啟</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重新命名</translation>
    </message>
    <message>
        <source>Add name</source>
        <translation>加入名字</translation>
    </message>
    <message>
        <source>Merge with…</source>
        <translation>與其他人物合併…</translation>
    </message>
    <message>
        <source>Remove the name</source>
        <translation>移除名字</translation>
    </message>
    <message>
        <source>Set birthday…</source>
        <translation>設定生日…</translation>
    </message>
    <message>
        <source>Notes…</source>
        <translation>備註…</translation>
    </message>
    <message>
        <source>Export photos…</source>
        <translation>匯出照片…</translation>
    </message>
    <message>
        <source>Write names into photos…</source>
        <translation>將名字寫入照片…</translation>
    </message>
    <message>
        <source>Forget for good…</source>
        <translation>永久遺忘…</translation>
    </message>
    <message numerus="yes">
        <source>Merge %n people</source>
        <translation>
            <numerusform>合併 %n 個人物</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody here is called “{text}”.</source>
        <translation>這裡沒有人叫「{text}」。</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>已選取 %n 個項目</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Familiar is still at work on the photos. Wait until that has ended, or cancel it, and try again.</source>
        <extracomment>What follows from the user&apos;s actions is worked out once they have paused for so long, in milliseconds.</extracomment>
        <translation>Familiar 仍在處理照片。請等待其完成或將其取消，然後再試一次。</translation>
    </message>
    <message>
        <source>Somebody whom this is about is no more. Nothing was changed.</source>
        <translation>此操作涉及的人物已不存在，未做任何變更。</translation>
    </message>
    <message>
        <source>Something went wrong that should not have: {problem}. Nothing is lost.</source>
        <translation>發生了不應出現的錯誤：{problem}。沒有遺失任何資料。</translation>
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
        <translation>目前的人臉</translation>
    </message>
    <message>
        <source>Faces then</source>
        <translation>變更後的人臉</translation>
    </message>
    <message>
        <source>Would come</source>
        <translation>將移入</translation>
    </message>
    <message>
        <source>Would leave</source>
        <translation>將移出</translation>
    </message>
    <message>
        <source>Return or a double click shows them</source>
        <translation>按 Enter 鍵或按兩下即可顯示此人物</translation>
    </message>
    <message>
        <source>Return or a double click shows a photo with one of these faces</source>
        <translation>按 Enter 鍵或按兩下即可顯示含有其中一張人臉的照片</translation>
    </message>
    <message numerus="yes">
        <source>A new group of %n face(s)</source>
        <translation>
            <numerusform>%n 張人臉的新群組</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A group of %n face(s)</source>
        <translation>
            <numerusform>%n 張人臉的群組</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DifferenceTable</name>
    <message>
        <source>Who would change</source>
        <translation>會有變更的人物</translation>
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
        <translation>匯出</translation>
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
        <translation>選擇…</translation>
    </message>
    <message>
        <source>What</source>
        <translation>內容</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>檔案</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>紙張</translation>
    </message>
    <message>
        <source>Photos in a row</source>
        <translation>每列照片數</translation>
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
        <translation>同一檔案的另一個名稱（硬連結）</translation>
    </message>
    <message>
        <source>Links to the photos (symbolic links)</source>
        <translation>指向照片的連結（符號連結）</translation>
    </message>
    <message>
        <source>{name} ({width} × {height} mm)</source>
        <translation>{name}（{width} × {height} 公釐）</translation>
    </message>
    <message>
        <source>Up to {side} pixels a side</source>
        <translation>每邊最多 {side} 像素</translation>
    </message>
    <message>
        <source>A folder with the photos</source>
        <translation>包含照片的資料夾</translation>
    </message>
    <message>
        <source>A zip file with the photos</source>
        <translation>包含照片的 zip 檔案</translation>
    </message>
    <message>
        <source>An album for the browser (HTML)</source>
        <translation>供瀏覽器檢視的相簿（HTML）</translation>
    </message>
    <message>
        <source>Contact sheets (PDF)</source>
        <translation>照片索引頁（PDF）</translation>
    </message>
    <message>
        <source>Contact sheets (pictures)</source>
        <translation>照片索引頁（圖片）</translation>
    </message>
    <message>
        <source>All names, to be read by programs (JSON)</source>
        <translation>所有姓名，供程式讀取（JSON）</translation>
    </message>
    <message>
        <source>All names, as a table (CSV)</source>
        <translation>所有姓名，表格形式（CSV）</translation>
    </message>
    <message>
        <source>The photos stay as they are, with all that the camera noted, such as the place. Nothing is overwritten.</source>
        <translation>照片保持原樣，包括相機記錄的所有資訊，例如拍攝地點。不會覆寫任何檔案。</translation>
    </message>
    <message>
        <source>Small pictures in rows, with names and dates, to be printed. They tell nothing of place and camera.</source>
        <translation>成列排列的小圖，附姓名和日期，可供列印。其中不含地點和相機資訊。</translation>
    </message>
    <message>
        <source>A page that opens in every browser, without this program and without a network: photos, people to choose from, names on faces. Pictures tell nothing of place and camera.</source>
        <translation>可在任何瀏覽器中開啟的頁面，無需本程式，也無需網路：照片、可供選擇的人物、人臉上的姓名。圖片中不含地點和相機資訊。</translation>
    </message>
    <message>
        <source>Who is where in all photos, with birthdays and notes; another library can import the JSON file. It is not meant for others.</source>
        <translation>所有照片中誰在哪裡，附生日和備註；另一個圖庫可以匯入 JSON 檔案。不宜交給他人。</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>匯出到</translation>
    </message>
</context>
<context>
    <name>Exports</name>
    <message>
        <source>en</source>
        <extracomment>What jobs call their stages. The remaining time is shown once so many seconds are behind. Under which the folder is kept that was exported to last. The language of the translation, as web pages name it: zh-Hans, zh-Hant, ko.</extracomment>
        <translation>zh-Hant</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>{n} photos</source>
        <translation>{n} 張照片</translation>
    </message>
    <message>
        <source>1 photo</source>
        <translation>1 張照片</translation>
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
        <translation>放大顯示</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>上一張照片</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>下一張照片</translation>
    </message>
    <message>
        <source>Back to all photos</source>
        <translation>返回所有照片</translation>
    </message>
    <message>
        <source>No date</source>
        <translation>無日期</translation>
    </message>
    <message>
        <source>Also: {names}</source>
        <extracomment>People who are in a photo, nobody knows where.</extracomment>
        <translation>還有：{names}</translation>
    </message>
    <message>
        <source>The export was stopped. What is in the folder by now stays there.</source>
        <translation>匯出已停止。已在資料夾中的內容會保留。</translation>
    </message>
    <message>
        <source>The export was stopped; nothing was made.</source>
        <translation>匯出已停止；未產生任何內容。</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在資料夾中顯示</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 張人臉</numerusform>
        </translation>
    </message>
    <message>
        <source>Names exported to {place}: {faces}.</source>
        <translation>姓名已匯出到 {place}：{faces}。</translation>
    </message>
    <message>
        <source>{files} exported to {place}.</source>
        <translation>已將 {files}匯出到 {place}。</translation>
    </message>
    <message>
        <source>All these photos had been exported to {place} before.</source>
        <translation>這些照片之前都已匯出到 {place}。</translation>
    </message>
    <message>
        <source>No photo was exported.</source>
        <translation>沒有匯出任何照片。</translation>
    </message>
    <message>
        <source>{reason} {number} more could not be exported either.</source>
        <translation>{reason}另有 {number} 張也無法匯出。</translation>
    </message>
</context>
<context>
    <name>FaceActions</name>
    <message>
        <source>Confirm</source>
        <extracomment>`Person.id` of whose faces these are.</extracomment>
        <translation>確認</translation>
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
        <translation>設為封面</translation>
    </message>
    <message>
        <source>{action} ({key})</source>
        <translation>{action}（{key}）</translation>
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
        <translation>這是誰？</translation>
    </message>
    <message>
        <source>{name}?</source>
        <translation>{name}？</translation>
    </message>
    <message>
        <source>Move the box</source>
        <translation>移動方框</translation>
    </message>
    <message>
        <source>Larger box</source>
        <translation>放大方框</translation>
    </message>
    <message>
        <source>Smaller box</source>
        <translation>縮小方框</translation>
    </message>
    <message>
        <source>The box is right</source>
        <translation>方框正確</translation>
    </message>
    <message>
        <source>From face to face</source>
        <translation>在人臉之間移動</translation>
    </message>
    <message>
        <source>Name the face</source>
        <translation>為人臉命名</translation>
    </message>
    <message>
        <source>Delete the box: no face</source>
        <translation>刪除方框：不是人臉</translation>
    </message>
    <message>
        <source>Drag from one corner of the face to the other.</source>
        <translation>從人臉的一角拖曳到對角。</translation>
    </message>
</context>
<context>
    <name>FaceGrid</name>
    <message>
        <source>Tick the face</source>
        <extracomment>What the user was at while all rows are shown anew, and what these were.</extracomment>
        <translation>勾選人臉</translation>
    </message>
    <message>
        <source>Open the photo</source>
        <translation>開啟照片</translation>
    </message>
    <message>
        <source>Look at the photo</source>
        <translation>檢視照片</translation>
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
        <translation>這是「{name}」</translation>
    </message>
    <message>
        <source>This is not {name}</source>
        <translation>這不是「{name}」</translation>
    </message>
    <message>
        <source>This is somebody else</source>
        <translation>這是其他人</translation>
    </message>
    <message>
        <source>Use as cover</source>
        <translation>設為封面</translation>
    </message>
    <message>
        <source>Go to {name}</source>
        <translation>前往「{name}」</translation>
    </message>
    <message>
        <source>Go to the group</source>
        <translation>前往群組</translation>
    </message>
    <message>
        <source>Find this person in other photos</source>
        <translation>在其他照片中尋找此人物</translation>
    </message>
    <message>
        <source>Restore this face</source>
        <translation>還原這張人臉</translation>
    </message>
    <message>
        <source>Ignore this face</source>
        <translation>忽略這張人臉</translation>
    </message>
    <message>
        <source>Delete the box: no face</source>
        <translation>刪除方框：不是人臉</translation>
    </message>
</context>
<context>
    <name>FaceNaming</name>
    <message>
        <source>Who is this? The whole group gets the name.</source>
        <extracomment>A box that was drawn, in the photo&apos;s coordinates, and what gets its name.</extracomment>
        <translation>這是誰？整個群組都會使用這個名字。</translation>
    </message>
    <message>
        <source>Return adds the group to {name}</source>
        <translation>按 Enter 鍵將群組加入「{name}」</translation>
    </message>
    <message>
        <source>Who is this?</source>
        <translation>這是誰？</translation>
    </message>
    <message>
        <source>Return adds this face to {name}</source>
        <translation>按 Enter 鍵將這張人臉加入「{name}」</translation>
    </message>
    <message>
        <source>Who is this instead?</source>
        <translation>那麼這是誰？</translation>
    </message>
    <message>
        <source>Return says that this face is {name}</source>
        <translation>按 Enter 鍵將這張人臉標為「{name}」</translation>
    </message>
    <message>
        <source>Who is this? Escape leaves the face without a name.</source>
        <translation>這是誰？按 Esc 鍵則不為這張人臉命名。</translation>
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
        <translation>人臉</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新優先</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>最佳優先</translation>
    </message>
    <message>
        <source>Outliers first</source>
        <translation>最不像的優先</translation>
    </message>
    <message>
        <source>Show faces or photos</source>
        <translation>顯示人臉或照片</translation>
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
        <translation>找出可能屬於其他人的人臉</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>取消選取</translation>
    </message>
    <message>
        <source>By age</source>
        <translation>依年齡</translation>
    </message>
    <message>
        <source>In videos</source>
        <translation>影片中</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>已選取 %n 張</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FacesModel</name>
    <message>
        <source>aged {years}</source>
        <extracomment>All faces, and those of them that are shown.</extracomment>
        <translation>{years} 歲</translation>
    </message>
    <message>
        <source>no date</source>
        <translation>沒有日期</translation>
    </message>
    <message>
        <source>in a video at {moment}</source>
        <translation>在影片的 {moment} 處</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 張人臉</numerusform>
        </translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>已確認</translation>
    </message>
    <message>
        <source>not confirmed</source>
        <translation>未確認</translation>
    </message>
</context>
<context>
    <name>FindPage</name>
    <message>
        <source>Find a person</source>
        <translation>尋找人物</translation>
    </message>
    <message>
        <source>Look for who is in the copied picture</source>
        <translation>尋找已複製圖片中的人物</translation>
    </message>
    <message>
        <source>Comparing faces…</source>
        <translation>正在比對人臉…</translation>
    </message>
    <message>
        <source>Looking for faces…</source>
        <translation>正在尋找人臉…</translation>
    </message>
    <message>
        <source>Open a picture…</source>
        <translation>開啟圖片…</translation>
    </message>
    <message>
        <source>Who is this?</source>
        <translation>這是誰？</translation>
    </message>
    <message>
        <source>Drop a picture here, paste one, or open one, to find the people in it. It is only looked at, and not added to your library.</source>
        <translation>將圖片拖放到這裡、貼上或開啟圖片，即可尋找其中的人物。圖片只會用來比對，不會加入您的圖庫。</translation>
    </message>
    <message>
        <source>Open a picture</source>
        <translation>開啟圖片</translation>
    </message>
    <message>
        <source>Pictures ({patterns})</source>
        <translation>圖片（{patterns}）</translation>
    </message>
    <message>
        <source>The pasted picture</source>
        <translation>貼上的圖片</translation>
    </message>
    <message>
        <source>This cannot be looked for</source>
        <translation>無法尋找此內容</translation>
    </message>
    <message>
        <source>No face was found in {name}. Try another picture.</source>
        <translation>在「{name}」中找不到人臉。請試試其他圖片。</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>This face cannot be compared: it is ignored or gone, or was drawn by hand without being recognised.</source>
        <extracomment>Makes the models of these two names. Counts changes of the library.</extracomment>
        <translation>無法比對這張人臉：它已被忽略或已不存在，或是手動框出而未經辨識。</translation>
    </message>
    <message>
        <source>The faces of this library were recognised by another version of {name} than the one on this computer. Index the folders again first.</source>
        <translation>此圖庫的人臉是由另一個版本的 {name} 辨識的，與這部電腦上的版本不同。請先重新為資料夾建立索引。</translation>
    </message>
</context>
<context>
    <name>FoldersPage</name>
    <message>
        <source>Folder</source>
        <translation>資料夾</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Folders with photos</source>
        <translation>含有照片的資料夾</translation>
    </message>
    <message>
        <source>Stop watching…</source>
        <translation>停止監看…</translation>
    </message>
    <message>
        <source>Remove a folder and its photos from the library; the files stay</source>
        <translation>從圖庫移除資料夾及其照片；檔案會保留</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>加入資料夾…</translation>
    </message>
    <message>
        <source>Look for new photos</source>
        <translation>尋找新照片</translation>
    </message>
    <message>
        <source>Import names…</source>
        <translation>匯入名字…</translation>
    </message>
    <message>
        <source>Take over the names that digiKam, Picasa, Google Takeout and others have</source>
        <translation>取用 digiKam、Picasa、Google Takeout 等程式中的名字</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>資料夾</translation>
    </message>
    <message>
        <source>Choose a photo folder…</source>
        <translation>選擇照片資料夾…</translation>
    </message>
    <message>
        <source>No folder is watched yet</source>
        <translation>尚未監看任何資料夾</translation>
    </message>
    <message>
        <source>Choose a folder with photos, or drop one here; everything below it is looked at, too.</source>
        <translation>選擇含有照片的資料夾，或將資料夾拖放到這裡；其中的所有子資料夾也會一併處理。</translation>
    </message>
    <message>
        <source>Show the photos of the folder</source>
        <translation>顯示資料夾中的照片</translation>
    </message>
    <message>
        <source>{folder} (not there now)</source>
        <translation>{folder}（目前無法存取）</translation>
    </message>
    <message>
        <source>{folder} is not there now. Connect the drive it is on; its photos are kept meanwhile.</source>
        <translation>目前無法存取「{folder}」。請連接其所在的磁碟機；在此期間會保留其中的照片。</translation>
    </message>
    <message>
        <source>{folder} (empty)</source>
        <translation>{folder}（空的）</translation>
    </message>
    <message>
        <source>{folder} is empty. If its drive is not connected, connect it. If you deleted the photos, choose Stop watching to remove them from the library, too.</source>
        <translation>「{folder}」是空的。如果其磁碟機未連接，請先連接。如果您已刪除照片，請選擇「停止監看」，將這些照片也從圖庫移除。</translation>
    </message>
    <message>
        <source>{folder} is there again. Look for new photos to bring the library up to date.</source>
        <translation>「{folder}」已恢復存取。請尋找新照片，讓圖庫保持最新。</translation>
    </message>
    <message>
        <source>There are no photos in {folder}.</source>
        <translation>「{folder}」中沒有照片。</translation>
    </message>
    <message>
        <source>Show photos</source>
        <translation>顯示照片</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>在檔案管理員中顯示</translation>
    </message>
    <message>
        <source>Write names into photos…</source>
        <translation>將名字寫入照片…</translation>
    </message>
    <message>
        <source>All photos in {folder}</source>
        <translation>「{folder}」中的所有照片</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>停止監看</translation>
    </message>
    <message>
        <source>Stop watching {folder}?</source>
        <translation>要停止監看「{folder}」嗎？</translation>
    </message>
    <message>
        <source>Its photos, their faces and what you said of them are removed from the library for good; this cannot be undone. The files themselves stay as they are.</source>
        <translation>其中的照片、人臉，以及您對它們所做的標示，都會從圖庫永久移除，且無法復原。檔案本身會維持原狀。</translation>
    </message>
    <message numerus="yes">
        <source>{folder} is not watched any more; %n photo(s) left the library.</source>
        <translation>
            <numerusform>已停止監看「{folder}」；%n 張照片已從圖庫移除。</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a photo folder</source>
        <translation>選擇照片資料夾</translation>
    </message>
</context>
<context>
    <name>ForgetDialog</name>
    <message>
        <source>this unnamed group</source>
        <translation>這個未命名的群組</translation>
    </message>
    <message>
        <source>Forget {name}</source>
        <translation>遺忘「{name}」</translation>
    </message>
    <message>
        <source>Looking for what the library and its backups hold of {name} …</source>
        <translation>正在尋找圖庫及其備份中與「{name}」有關的內容…</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>處理中</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Forget for good</source>
        <translation>永久遺忘</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 張人臉</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 張照片</numerusform>
        </translation>
    </message>
    <message>
        <source>Forget {name} for good? {faces} in {photos} will be removed: their boxes, pictures and embeddings, the name, the birthday and the notes, and every trace in the history. This cannot be undone.

The photos stay as they are. In photos that are added later, they are a stranger like any other.</source>
        <translation>要永久遺忘「{name}」嗎？將移除 {photos}中的 {faces}：包括方框、圖片和特徵向量，以及名字、生日、備註和歷程記錄中的所有痕跡。此動作無法復原。

照片會維持原狀。在之後加入的照片中，此人將與其他陌生人無異。</translation>
    </message>
    <message numerus="yes">
        <source>Also delete %n backup(s) that hold them:</source>
        <translation>
            <numerusform>同時刪除 %n 個含有此人的備份：</numerusform>
        </translation>
    </message>
    <message>
        <source>These backups cannot be reached now and may hold them:</source>
        <translation>目前無法存取下列備份，其中可能含有此人：</translation>
    </message>
    <message>
        <source>Forgetting {name} …</source>
        <translation>正在遺忘「{name}」…</translation>
    </message>
    <message>
        <source>{name} is forgotten: {faces} in {photos} are gone.</source>
        <translation>已遺忘「{name}」：{photos}中的 {faces}已移除。</translation>
    </message>
    <message>
        <source>Deleted:</source>
        <translation>已刪除：</translation>
    </message>
    <message>
        <source>These backups still hold them; delete them when you need them no longer:</source>
        <translation>下列備份仍含有此人；不再需要時請將其刪除：</translation>
    </message>
    <message>
        <source>These cannot be reached now; connect their drives and delete them there:</source>
        <translation>目前無法存取下列備份；請連接其磁碟機並在該處刪除：</translation>
    </message>
    <message>
        <source>All tables and, byte by byte, all files of the library were searched: nothing is left.</source>
        <translation>已搜尋圖庫的所有資料表，並逐位元組搜尋其所有檔案：沒有任何殘留。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試一次</translation>
    </message>
    <message>
        <source>{name} is forgotten.</source>
        <translation>已遺忘「{name}」。</translation>
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
        <translation>只顯示達到此相似度的人臉</translation>
    </message>
    <message>
        <source>Save as a person</source>
        <translation>儲存為人物</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>取消選取</translation>
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
        <translation>圖庫中還沒有可以比對的人臉。</translation>
    </message>
    <message>
        <source>Nobody in the library looks like this.</source>
        <translation>圖庫中沒有與此相似的人物。</translation>
    </message>
    <message>
        <source>Similarity from {least}: the same person {chance}</source>
        <translation>相似度 {least} 以上：{chance}是同一人</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 張人臉</numerusform>
        </translation>
    </message>
    <message>
        <source>No face is so similar. Move the slider to the left for others.</source>
        <translation>沒有這麼相似的人臉。將滑桿向左移動即可顯示其他人臉。</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) chosen, and the one looked for</source>
        <translation>
            <numerusform>已選取 %n 張人臉，以及所尋找的那一張</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) chosen</source>
        <translation>
            <numerusform>已選取 %n 張人臉</numerusform>
        </translation>
    </message>
    <message>
        <source>Show photo</source>
        <translation>顯示照片</translation>
    </message>
    <message>
        <source>Look for this face</source>
        <translation>尋找這張人臉</translation>
    </message>
    <message>
        <source>Show the person</source>
        <translation>顯示人物</translation>
    </message>
    <message>
        <source>Choose all</source>
        <translation>全選</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>undone</source>
        <extracomment>`Told`, or None while that is not known. Entries whose `Told` is known, or on its way.</extracomment>
        <translation>已復原</translation>
    </message>
    <message>
        <source>Return or a click on the picture shows whom this was about</source>
        <translation>按 Enter 鍵或按一下圖片，即可顯示相關人物</translation>
    </message>
    <message>
        <source>Return or a click on the picture shows the photo</source>
        <translation>按 Enter 鍵或按一下圖片，即可顯示照片</translation>
    </message>
    <message>
        <source>What this was about is no more</source>
        <translation>相關內容已不存在</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>All actions, newest first</source>
        <extracomment>So many actions are listed, the newest.</extracomment>
        <translation>所有動作，最新的在前</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>復原</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Take the newest action back (Ctrl+Z)</source>
        <translation>復原最近的動作（Ctrl+Z）</translation>
    </message>
    <message>
        <source>Do again what was taken back last (Ctrl+Shift+Z)</source>
        <translation>重做上次復原的動作（Ctrl+Shift+Z）</translation>
    </message>
    <message>
        <source>History</source>
        <translation>歷程記錄</translation>
    </message>
    <message>
        <source>Nothing has been done yet</source>
        <translation>尚未執行任何動作</translation>
    </message>
    <message>
        <source>Everything you do with people and faces is listed here, and can be taken back.</source>
        <translation>您對人物和人臉所做的一切都會列在這裡，而且可以復原。</translation>
    </message>
    <message>
        <source>Show whom this was about</source>
        <translation>顯示相關人物</translation>
    </message>
    <message numerus="yes">
        <source>Redo %n action(s), up to this one</source>
        <translation>
            <numerusform>重做到這裡為止的 %n 個動作</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Undo %n action(s), back to before this one</source>
        <translation>
            <numerusform>復原到此動作之前（%n 個動作）</numerusform>
        </translation>
    </message>
    <message>
        <source>Show photo</source>
        <translation>顯示照片</translation>
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
        <translation>沒有已忽略的人物</translation>
    </message>
    <message>
        <source>Strangers, statues and posters that you ignore are kept here, and can be restored.</source>
        <translation>您忽略的陌生人、雕像和海報會保留在這裡，並可以還原。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>還原</translation>
    </message>
    <message>
        <source>Faces can also be ignored one by one, in their photo.</source>
        <translation>也可以在照片中逐一忽略人臉。</translation>
    </message>
    <message numerus="yes">
        <source>Restore %n face(s) ignored one by one</source>
        <translation>
            <numerusform>還原 %n 張逐一忽略的人臉</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import names</source>
        <translation>匯入名字</translation>
    </message>
    <message>
        <source>Choose something else…</source>
        <translation>另選其他…</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>匯入</translation>
    </message>
    <message>
        <source>Reading what the other program knows…</source>
        <translation>正在讀取另一程式的資料…</translation>
    </message>
    <message>
        <source>Take over the names you gave elsewhere</source>
        <translation>取用您在別處取的名字</translation>
    </message>
    <message>
        <source>Choose what the other program keeps, or drop it here:</source>
        <translation>請選擇另一程式儲存的資料，或將其拖放到此處：</translation>
    </message>
    <message>
        <source>Names that Lightroom, Immich and others keep in the photos or beside them need no import: they are read when the folder is added.</source>
        <translation>Lightroom、Immich 等程式儲存在照片內或照片旁的名字不必匯入：加入資料夾時會自動讀取。</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>選擇檔案…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>選擇資料夾…</translation>
    </message>
    <message>
        <source>the file digikam4.db, or the folder it is in</source>
        <translation>檔案 digikam4.db 或其所在資料夾</translation>
    </message>
    <message>
        <source>the folder with the photos that Picasa showed (.picasa.ini)</source>
        <translation>Picasa 所顯示照片的資料夾（.picasa.ini）</translation>
    </message>
    <message>
        <source>the folder into which all parts of the Takeout were unpacked</source>
        <translation>解壓縮了 Takeout 所有部分的資料夾</translation>
    </message>
    <message>
        <source>what osxphotos exported as JSON: the file or the folder</source>
        <translation>osxphotos 匯出的 JSON：檔案或資料夾</translation>
    </message>
    <message>
        <source>the JSON file with the names of another library</source>
        <translation>含另一圖庫名字的 JSON 檔案</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>正在處理</translation>
    </message>
    <message>
        <source>Comparing it with your photos…</source>
        <translation>正在與您的照片比對…</translation>
    </message>
    <message>
        <source>Choose the other program&apos;s file</source>
        <translation>選擇另一程式的檔案</translation>
    </message>
    <message>
        <source>Choose the other program&apos;s folder</source>
        <translation>選擇另一程式的資料夾</translation>
    </message>
    <message>
        <source>Choose Picasa&apos;s contacts.xml</source>
        <translation>選擇 Picasa 的 contacts.xml</translation>
    </message>
</context>
<context>
    <name>ImportPreview</name>
    <message>
        <source>People who would be taken over</source>
        <extracomment>Lines of one note; of more it is said how many there are. Of all notes together, in logical pixels; the rest is scrolled to.</extracomment>
        <translation>將取用的人物</translation>
    </message>
    <message>
        <source>What else there is to know</source>
        <translation>其他須知</translation>
    </message>
    <message>
        <source>Photos are being read now. What is said here follows when that has ended.</source>
        <translation>正在讀取照片。讀取完成後，此處內容會隨之更新。</translation>
    </message>
    <message>
        <source>Nothing is changed yet. Importing changes nothing of {program} and none of your photos, and Undo takes all of it back.</source>
        <translation>尚未做任何變更。匯入不會變更 {program} 的任何內容，也不會變更您的照片，且可用「復原」全部收回。</translation>
    </message>
    <message>
        <source>No names are kept there, so there is nothing to take over.</source>
        <translation>那裡沒有儲存名字，因此沒有可取用的內容。</translation>
    </message>
    <message>
        <source>None of these photos is in your library, so there is nothing to take over yet. Add the folders with these photos first.</source>
        <translation>這些照片都不在您的圖庫中，因此尚無可取用的內容。請先加入這些照片所在的資料夾。</translation>
    </message>
    <message>
        <source>There is nothing to take over: all that fits is known here already.</source>
        <translation>沒有可取用的內容：所有符合的內容此處皆已知。</translation>
    </message>
    <message>
        <source>Taken over besides</source>
        <translation>另外匯入</translation>
    </message>
    <message>
        <source>It is the same folder</source>
        <translation>是同一個資料夾</translation>
    </message>
    <message>
        <source>Perhaps a folder was moved</source>
        <translation>可能移動過資料夾</translation>
    </message>
    <message numerus="yes">
        <source>Add %n folder(s)</source>
        <translation>
            <numerusform>加入 %n 個資料夾</numerusform>
        </translation>
    </message>
    <message>
        <source>Their photos are read, and come into this list then</source>
        <translation>將讀取其中的照片，隨後加入此清單</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) are not in your library</source>
        <translation>
            <numerusform>%n 張照片不在您的圖庫中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{program} knows people in %n photo(s), of which {number} in your library.</source>
        <extracomment>Keeps what is said together, at the top, where there is no table.</extracomment>
        <translation>
            <numerusform>{program} 知道 %n 張照片中的人物，其中 {number} 張在您的圖庫中。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Left out, since you said otherwise here: %n name(s)</source>
        <translation>
            <numerusform>已略過，因為您在此處另有說明：%n 個名字</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{theirs} may be {ours} now, though no file there has the size that {program} remembers. That would give %n more photo(s).</source>
        <translation>
            <numerusform>「{theirs}」現在可能是「{ours}」，但其中沒有檔案的大小與 {program} 所記的相符。若是，則另有 %n 張照片。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deleted here, and not coming back: %n face(s)</source>
        <translation>
            <numerusform>在此處已刪除，不會恢復：%n 張人臉</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose contacts.xml…</source>
        <translation>選擇 contacts.xml…</translation>
    </message>
    <message>
        <source>What was left out</source>
        <translation>略過的內容</translation>
    </message>
    <message>
        <source>Birthdays: {number}</source>
        <translation>生日：{number}</translation>
    </message>
    <message>
        <source>Notes: {number}</source>
        <translation>備註：{number}</translation>
    </message>
    <message>
        <source>Pairs who are not the same: {number}</source>
        <translation>不是同一個人的配對：{number}</translation>
    </message>
    <message>
        <source>Faces that are not somebody&apos;s: {number}</source>
        <translation>確認不是某人的人臉：{number}</translation>
    </message>
    <message>
        <source>{photo}: {program} says {name}, you said that it is somebody else.</source>
        <translation>{photo}：{program} 認為是「{name}」，您說是別人。</translation>
    </message>
    <message>
        <source>{photo}: {program} says {name}, you confirmed {other}.</source>
        <translation>{photo}：{program} 認為是「{name}」，您確認為「{other}」。</translation>
    </message>
    <message>
        <source>somebody else</source>
        <translation>別人</translation>
    </message>
    <message>
        <source>… and {number} more</source>
        <translation>… 另有 {number} 項</translation>
    </message>
</context>
<context>
    <name>Imports</name>
    <message>
        <source>The import was stopped; nothing was changed.</source>
        <extracomment>What jobs call their stage. The remaining time is shown once so many seconds are behind.</extracomment>
        <translation>匯入已停止；未做任何變更。</translation>
    </message>
    <message>
        <source>All of this was known already; nothing was changed.</source>
        <translation>這些皆已知；未做任何變更。</translation>
    </message>
    <message>
        <source>{reason} {number} more photos could not be looked at either.</source>
        <translation>{reason}另有 {number} 張照片也無法查看。</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>About the chosen photos</source>
        <extracomment>A photo&apos;s file is read once it has been shown for so long, in milliseconds. Shorter exposures are told as fractions of a second. How the photo was taken is read from its file, once the user stays with it.</extracomment>
        <translation>關於所選照片</translation>
    </message>
    <message>
        <source>Choose a photo to see when and where it was taken, and who is in it.</source>
        <translation>選取照片即可查看拍攝的時間、地點以及照片中的人物。</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>拍攝時間</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>相機</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>鏡頭</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>曝光</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>長度</translation>
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
        <translation>{width} × {height}（{megapixels} 百萬像素）</translation>
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
        <translation>檔案</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地點</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>資料夾</translation>
    </message>
    <message>
        <source>Who?</source>
        <translation>這是誰？</translation>
    </message>
    <message>
        <source>Unnamed</source>
        <translation>未命名</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) chosen</source>
        <translation>
            <numerusform>已選取 %n 張照片</numerusform>
        </translation>
    </message>
    <message>
        <source>Files</source>
        <translation>檔案</translation>
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
            <numerusform>{name}，出現在 %n 張照片中</numerusform>
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
        <translation>目前無法存取「{folder}」，或其中沒有內容。請連接其所在的磁碟機。</translation>
    </message>
    <message>
        <source>The file is gone. Put it back, or look for it with F5 if it was moved.</source>
        <translation>檔案已不存在。請將檔案放回；如果檔案已移動，請按 F5 尋找。</translation>
    </message>
    <message>
        <source>{latitude}° {north}, {longitude}° {east}</source>
        <translation>{north} {latitude}°，{east} {longitude}°</translation>
    </message>
    <message>
        <source>N</source>
        <translation>北緯</translation>
    </message>
    <message>
        <source>S</source>
        <translation>南緯</translation>
    </message>
    <message>
        <source>E</source>
        <translation>東經</translation>
    </message>
    <message>
        <source>W</source>
        <translation>西經</translation>
    </message>
</context>
<context>
    <name>JobRow</name>
    <message>
        <source>Pause</source>
        <translation>暫停</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop; what is finished is kept</source>
        <translation>停止；已完成的部分會保留</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>繼續</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暫停</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Looking through the folders</source>
        <translation>正在瀏覽資料夾</translation>
    </message>
    <message>
        <source>Finding faces</source>
        <translation>正在尋找人臉</translation>
    </message>
    <message>
        <source>Reading names from files</source>
        <translation>正在從檔案讀取名字</translation>
    </message>
    <message>
        <source>Embedding faces anew</source>
        <translation>正在重新計算人臉的特徵向量</translation>
    </message>
    <message>
        <source>Grouping faces</source>
        <translation>正在將人臉分組</translation>
    </message>
    <message>
        <source>Exporting photos</source>
        <translation>正在匯出照片</translation>
    </message>
    <message>
        <source>Exporting names</source>
        <translation>正在匯出姓名</translation>
    </message>
    <message>
        <source>Importing names</source>
        <translation>正在匯入名字</translation>
    </message>
    <message>
        <source>Looking for names to write</source>
        <translation>正在尋找要寫入的名字</translation>
    </message>
    <message>
        <source>Writing names into photos</source>
        <translation>正在將名字寫入照片</translation>
    </message>
    <message>
        <source>Waiting for other work to end</source>
        <translation>正在等待其他工作結束</translation>
    </message>
    <message>
        <source>Looking for copies and bursts</source>
        <translation>正在尋找副本和連拍</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在啟動</translation>
    </message>
    <message>
        <source>Looking for what to ask</source>
        <translation>正在尋找要詢問的問題</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 張人臉</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be used</source>
        <translation>
            <numerusform>%n 張無法使用</numerusform>
        </translation>
    </message>
    <message>
        <source>{rate} a second</source>
        <translation>每秒 {rate} 張</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩餘 {time}</translation>
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
            <numerusform>%n 分鐘</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n 小時</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>The groups are still those of another recogniser; see Preview for what would change.</source>
        <extracomment>While photos are indexed, faces are grouped when so many seconds have passed since the last time ... ... and for the first time after so many. What changed on the disk is looked at so much later where another program is at work, in milliseconds. Folders with something new in them: those nobody looks at yet, and those of the run under way. How the user wants faces to be grouped from now on, while that has not begun. Groups are made by one at a time.</extracomment>
        <translation>目前的群組仍是由另一個辨識模型建立的；請到「預覽」查看會有哪些變更。</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) moved. This is not in the history; to group as before, go to Preview and choose {former}.</source>
        <translation>
            <numerusform>已移動 %n 張人臉。此變更不會列入歷程記錄；若要恢復先前的分組方式，請到「預覽」並選擇 {former}。</numerusform>
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
        <translation>由於 Familiar 的錯誤，無法查看。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>{folder} is no folder. Choose one with: Folders, Add a folder.</source>
        <extracomment>The module below `app.desktop.pages` and the class of each page. What only other pages than the first need takes as long to load as all else, so it is loaded once photos are shown. The code of other pages than the first is loaded so long after the window was shown, in milliseconds. How the system knows the window&apos;s entry among its programs (`packaging/linux`).</extracomment>
        <translation>「{folder}」不是資料夾。請到「資料夾」，用「加入資料夾」選擇一個資料夾。</translation>
    </message>
    <message>
        <source>Back</source>
        <extracomment>Pages with a key of their own; the page of places is not always there. In which page of the sidebar others are.</extracomment>
        <translation>返回</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前進</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>復原</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜尋</translation>
    </message>
    <message>
        <source>Look for new photos</source>
        <translation>尋找新照片</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>匯出…</translation>
    </message>
    <message>
        <source>Import names…</source>
        <translation>匯入名字…</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快速鍵</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>結束</translation>
    </message>
    <message>
        <source>Menu of what is chosen</source>
        <translation>所選項目的選單</translation>
    </message>
    <message>
        <source>On this page</source>
        <translation>此頁面</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>所有頁面</translation>
    </message>
    <message>
        <source>Stopped. What is finished is kept, and it goes on from there; F5 does that, too.</source>
        <translation>已停止。已完成的部分會保留，之後會從這裡繼續；按 F5 也可以繼續。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>繼續</translation>
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
        <translation>待確認</translation>
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
        <translation>資料夾</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>地點</translation>
    </message>
    <message>
        <source>Find a person</source>
        <translation>尋找人物</translation>
    </message>
    <message>
        <source>History</source>
        <translation>歷程記錄</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>預覽</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
</context>
<context>
    <name>MarkedPhoto</name>
    <message>
        <source>This photo cannot be shown now.</source>
        <extracomment>Left, top, width and height, as shares of the photo&apos;s. Of a video the moment that is shown; None where its thumbnail is.</extracomment>
        <translation>目前無法顯示這張照片。</translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>正在載入…</translation>
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
        <translation>前往「{name}」</translation>
    </message>
    <message>
        <source>Where?</source>
        <translation>在哪裡？</translation>
    </message>
    <message>
        <source>Say where {name} is</source>
        <translation>指出「{name}」在哪裡</translation>
    </message>
    <message>
        <source>Choose the face…</source>
        <translation>選擇人臉…</translation>
    </message>
    <message>
        <source>Draw around the face…</source>
        <translation>框出人臉…</translation>
    </message>
    <message>
        <source>{name} is not in this photo</source>
        <translation>「{name}」不在此照片中</translation>
    </message>
</context>
<context>
    <name>MentionedPhotos</name>
    <message>
        <source>These photos name this person, but not where. Open one and press I to say which face it is.</source>
        <translation>這些照片裡寫有此人的名字，但沒有位置。開啟一張照片並按 I，指出是哪張人臉。</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message</source>
        <extracomment>How long a message stays; one about trouble, or with a question, stays until it is closed. So many messages about trouble are shown at one time, the newest. In logical pixels.</extracomment>
        <translation>關閉此訊息</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>復原</translation>
    </message>
</context>
<context>
    <name>Month</name>
    <message>
        <source>Without a date</source>
        <extracomment>Events of which is read what they are called at one time, and how many such windows are kept.</extracomment>
        <translation>沒有日期</translation>
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
        <translation>按 Enter 鍵將這些人臉加入「{name}」</translation>
    </message>
    <message>
        <source>Name</source>
        <extracomment>Why Return did nothing, until something else is typed; empty for nothing.</extracomment>
        <translation>名字</translation>
    </message>
    <message>
        <source>Return removes the name</source>
        <translation>按 Enter 鍵移除名字</translation>
    </message>
    <message>
        <source>Type a name; Escape leaves all as it was.</source>
        <translation>請輸入名字；按 Esc 鍵則維持不變。</translation>
    </message>
</context>
<context>
    <name>NameSettings</name>
    <message>
        <source>Make them people here</source>
        <translation>在此處作為人物</translation>
    </message>
    <message>
        <source>Leave them alone</source>
        <translation>不予理會</translation>
    </message>
    <message>
        <source>Names that photo files and sidecars have</source>
        <translation>照片檔案和附屬檔案中的名字</translation>
    </message>
    <message>
        <source>Keywords that are people</source>
        <translation>作為人物的關鍵字</translation>
    </message>
    <message>
        <source>None</source>
        <translation>無</translation>
    </message>
    <message>
        <source>Separated by commas: what people are filed under (People/), and single words that are names (Grandma). It counts for photos that are read from then on.</source>
        <translation>以逗號分隔：人物所屬的類別（People/）以及本身就是名字的詞（奶奶）。適用於此後讀取的照片。</translation>
    </message>
    <message>
        <source>Keywords are words with commas between them, in one line.</source>
        <translation>關鍵字是一行內以逗號分隔的詞。</translation>
    </message>
</context>
<context>
    <name>NoPhotos</name>
    <message>
        <source>Looking for photos…</source>
        <translation>正在尋找照片…</translation>
    </message>
    <message>
        <source>Photos appear here as soon as they are read, and the people in them a little later. You can use everything meanwhile.</source>
        <translation>照片讀取後會立即出現在這裡，照片中的人物則會稍後出現。在此期間，您可以使用所有功能。</translation>
    </message>
    <message>
        <source>No photo folder yet</source>
        <translation>尚無照片資料夾</translation>
    </message>
    <message>
        <source>Add the folder in which your photos are, or drop it here. They stay where they are and are only read; nothing leaves this computer.</source>
        <translation>加入照片所在的資料夾，或將資料夾拖放到這裡。照片會留在原處，Familiar 只會讀取它們；任何資料都不會離開這部電腦。</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>加入資料夾…</translation>
    </message>
    <message>
        <source>Show all photos</source>
        <translation>顯示所有照片</translation>
    </message>
    <message>
        <source>This search is not clear</source>
        <translation>無法理解此搜尋</translation>
    </message>
    <message>
        <source>No photo matches “{search}”.</source>
        <translation>沒有符合「{search}」的照片。</translation>
    </message>
    <message>
        <source>No photo matches “{search}”. Leave out a word, write “or” instead of “and”, or look at a longer time.</source>
        <translation>沒有符合「{search}」的照片。請刪去一個詞、將「and」改為「or」，或放寬時間範圍。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>找不到結果</translation>
    </message>
    <message>
        <source>Your photos are out of reach</source>
        <translation>無法存取您的照片</translation>
    </message>
    <message>
        <source>{folder} is not there now. Connect the drive it is on, then look again.</source>
        <translation>目前無法存取「{folder}」。請連接其所在的磁碟機，然後再次尋找。</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>選擇其他資料夾…</translation>
    </message>
    <message>
        <source>There are no photos here</source>
        <translation>這裡沒有照片</translation>
    </message>
    <message>
        <source>{folder} has no photos in it, nor have the folders in it. Familiar reads JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF, BMP, the RAW files of cameras, and videos. Choose the folder that your photos are in.</source>
        <translation>「{folder}」及其子資料夾中都沒有照片。Familiar 可以讀取 JPEG、PNG、WebP、HEIC、AVIF、TIFF、GIF、BMP、相機的 RAW 檔案和影片。請選擇照片所在的資料夾。</translation>
    </message>
    <message>
        <source>Search for “{search}” ({number})</source>
        <translation>搜尋「{search}」（{number}）</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 張照片</numerusform>
        </translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>再次尋找</translation>
    </message>
</context>
<context>
    <name>NotesDialog</name>
    <message>
        <source>Notes</source>
        <translation>備註</translation>
    </message>
    <message>
        <source>Notes on {name}</source>
        <translation>「{name}」的備註</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>{folder} is not there or empty now; this is what was kept of the photo. Connect the drive it is on, then press F5.</source>
        <translation>目前無法存取「{folder}」，或其中沒有內容；這裡顯示的是先前保留的照片內容。請連接其所在的磁碟機，然後按 F5。</translation>
    </message>
    <message>
        <source>{file} is gone; this is what was kept of it. Put the file back, or press F5 if it was moved to another of your folders.</source>
        <translation>「{file}」已不存在；這裡顯示的是先前保留的內容。請將檔案放回；如果檔案已移到您的其他資料夾，請按 F5。</translation>
    </message>
    <message>
        <source>This file is damaged; what is left of it is shown. Restore it from a backup.</source>
        <translation>此檔案已損毀；這裡顯示的是剩餘的部分。請從備份還原。</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Opening the library…</source>
        <extracomment>A library that opens sooner opens without a word, in milliseconds. What has been opened, until it is handed over.</extracomment>
        <translation>正在開啟圖庫…</translation>
    </message>
    <message>
        <source>Something went wrong that should not have: {problem}. Nothing is lost.</source>
        <translation>發生了不應出現的錯誤：{problem}。沒有遺失任何資料。</translation>
    </message>
    <message>
        <source>The copy of {when} is whole. What the library is now is kept beside it.</source>
        <translation>{when} 的副本是完整的。資料庫現在的內容會保留在旁邊。</translation>
    </message>
    <message>
        <source>Restore the copy</source>
        <translation>還原副本</translation>
    </message>
</context>
<context>
    <name>Peek</name>
    <message>
        <source>Look closer</source>
        <translation>放大檢視</translation>
    </message>
</context>
<context>
    <name>PeopleModel</name>
    <message>
        <source>Unnamed group</source>
        <extracomment>People that are dragged, as a JSON list of ids. The id of the last row, which stands for all faces that are seen once. The names as they are compared with a filter; made when there is one.</extracomment>
        <translation>未命名的群組</translation>
    </message>
    <message>
        <source>{name}, {faces}</source>
        <translation>{name}，{faces}</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) seen once</source>
        <translation>
            <numerusform>%n 張只出現一次的人臉</numerusform>
        </translation>
    </message>
    <message>
        <source>When one of these people is seen again, a group is made of the two.</source>
        <translation>其中任何人再次出現時，兩張人臉就會組成一個群組。</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 張人臉</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>named in %n photo(s), nobody knows where</source>
        <translation>
            <numerusform>%n 張照片裡寫有名字，位置不明</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 張照片</numerusform>
        </translation>
    </message>
    <message>
        <source>{faces} in {photos}</source>
        <translation>{photos}中的 {faces}</translation>
    </message>
    <message>
        <source>{faces} in {photos}, last seen on {date}</source>
        <translation>{photos}中的 {faces}，最近出現於 {date}</translation>
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
        <translation>顯示未命名的群組</translation>
    </message>
    <message>
        <source>Nobody has a name yet</source>
        <translation>還沒有已命名的人物</translation>
    </message>
    <message>
        <source>Faces that look alike are put into groups. Name a group, and it appears here.</source>
        <translation>相似的人臉會歸入群組。為群組命名後，就會出現在這裡。</translation>
    </message>
</context>
<context>
    <name>PersonActions</name>
    <message>
        <source>Are these the same person? Which name stays?</source>
        <translation>這些是同一人嗎？要保留哪個名字？</translation>
    </message>
    <message>
        <source>Merge as {name}</source>
        <translation>合併為「{name}」</translation>
    </message>
    <message>
        <source>Merge with</source>
        <translation>與其他人物合併</translation>
    </message>
    <message>
        <source>Who is the same person? Type their name.</source>
        <translation>誰是同一人？請輸入名字。</translation>
    </message>
    <message>
        <source>Return merges with {name}</source>
        <translation>按 Enter 鍵與「{name}」合併</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>移至</translation>
    </message>
    <message numerus="yes">
        <source>Whose %n face(s) are these? A name nobody has yet makes somebody new.</source>
        <translation>
            <numerusform>這 %n 張人臉是誰的？輸入尚未使用的名字即可建立新的人物。</numerusform>
        </translation>
    </message>
    <message>
        <source>Return moves them to {name}</source>
        <translation>按 Enter 鍵將人臉移至「{name}」</translation>
    </message>
    <message>
        <source>{name} exists already. Are these the same person?</source>
        <translation>「{name}」已存在。這些是同一人嗎？</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合併</translation>
    </message>
    <message>
        <source>Keep apart…</source>
        <translation>維持分開…</translation>
    </message>
    <message>
        <source>Merge all the same</source>
        <translation>仍要合併</translation>
    </message>
    <message>
        <source>They are different people</source>
        <translation>他們是不同的人</translation>
    </message>
    <message>
        <source>Are these the same person?</source>
        <translation>這些是同一人嗎？</translation>
    </message>
    <message>
        <source>{name} and {other} are in this photo together.</source>
        <translation>「{name}」和「{other}」一起出現在這張照片中。</translation>
    </message>
    <message>
        <source>{name} and the other group are in this photo together.</source>
        <translation>「{name}」和另一個群組一起出現在這張照片中。</translation>
    </message>
    <message>
        <source>Both groups are in this photo together.</source>
        <translation>兩個群組一起出現在這張照片中。</translation>
    </message>
    <message>
        <source>{question} {but}</source>
        <translation>{question}{but}</translation>
    </message>
    <message>
        <source>Nobody is called {name}. Choose a name that somebody has.</source>
        <translation>沒有人叫「{name}」。請選擇已有人使用的名字。</translation>
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
        <translation>{name}：是同一人嗎？</translation>
    </message>
    <message>
        <source>Confirm all</source>
        <translation>全部確認</translation>
    </message>
    <message>
        <source>Say that all these faces are right</source>
        <translation>確認這些人臉全都正確</translation>
    </message>
    <message>
        <source>Find more</source>
        <translation>尋找更多</translation>
    </message>
    <message>
        <source>Look for more faces like these</source>
        <translation>尋找更多類似的人臉</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>更多動作</translation>
    </message>
    <message>
        <source>Unnamed group</source>
        <translation>未命名的群組</translation>
    </message>
    <message>
        <source>Add name</source>
        <translation>加入名字</translation>
    </message>
    <message>
        <source>Name: {name}</source>
        <translation>名字：{name}</translation>
    </message>
    <message>
        <source>Edit notes</source>
        <translation>編輯備註</translation>
    </message>
    <message>
        <source>Add notes</source>
        <translation>加入備註</translation>
    </message>
    <message>
        <source>Who is this? Add a name</source>
        <translation>這是誰？加入名字</translation>
    </message>
    <message numerus="yes">
        <source>Named in %n photo(s), nobody knows where</source>
        <translation>
            <numerusform>%n 張照片裡寫有名字，位置不明</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>named in %n more photo(s), nobody knows where</source>
        <translation>
            <numerusform>另有 %n 張照片裡寫有名字，位置不明</numerusform>
        </translation>
    </message>
    <message>
        <source>{figures}; {named}</source>
        <translation>{figures}；{named}</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 張人臉</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 張照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n confirmed</source>
        <translation>
            <numerusform>已確認 %n 張</numerusform>
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
        <translation>設定生日</translation>
    </message>
    <message>
        <source>Born on {date}</source>
        <translation>出生於 {date}</translation>
    </message>
</context>
<context>
    <name>PersonPage</name>
    <message>
        <source>Faces</source>
        <extracomment>Photos that name them, nobody knows where.</extracomment>
        <translation>人臉</translation>
    </message>
    <message>
        <source>Unnamed group</source>
        <translation>未命名的群組</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>還原</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>No faces</source>
        <translation>沒有人臉</translation>
    </message>
    <message>
        <source>Move faces here from other people, or find more in other photos.</source>
        <translation>您可以從其他人物移入人臉，或在其他照片中尋找更多人臉。</translation>
    </message>
    <message>
        <source>Show everybody</source>
        <translation>顯示所有人物</translation>
    </message>
    <message>
        <source>Nobody is here any more</source>
        <translation>這裡已沒有任何人</translation>
    </message>
    <message>
        <source>This person or group has been merged, forgotten or taken apart.</source>
        <translation>此人物或群組已合併、遺忘或拆散。</translation>
    </message>
    <message>
        <source>Show all photos</source>
        <translation>顯示所有照片</translation>
    </message>
    <message>
        <source>Use the best face as cover</source>
        <translation>將最佳人臉設為封面</translation>
    </message>
    <message>
        <source>Remove the name</source>
        <translation>移除名字</translation>
    </message>
    <message>
        <source>Merge with…</source>
        <translation>與其他人物合併…</translation>
    </message>
    <message>
        <source>Export photos…</source>
        <translation>匯出照片…</translation>
    </message>
    <message>
        <source>Write names into photos…</source>
        <translation>將名字寫入照片…</translation>
    </message>
    <message>
        <source>Forget for good…</source>
        <translation>永久遺忘…</translation>
    </message>
    <message>
        <source>All photos of {name}</source>
        <translation>「{name}」的所有照片</translation>
    </message>
    <message>
        <source>There is nothing to split: too few faces can be compared.</source>
        <translation>沒有可以拆分的內容：能夠比對的人臉太少。</translation>
    </message>
    <message>
        <source>Open photo</source>
        <translation>開啟照片</translation>
    </message>
    <message>
        <source>Look closer</source>
        <translation>放大檢視</translation>
    </message>
    <message>
        <source>Find this face in other photos</source>
        <translation>在其他照片中尋找這張人臉</translation>
    </message>
</context>
<context>
    <name>PhotoBar</name>
    <message>
        <source>Previous photo (Left)</source>
        <extracomment>Room that the name needs to be shown, in logical pixels.</extracomment>
        <translation>上一張照片（向左鍵）</translation>
    </message>
    <message>
        <source>Next photo (Right)</source>
        <translation>下一張照片（向右鍵）</translation>
    </message>
    <message>
        <source>Show faces (B)</source>
        <translation>顯示人臉（B）</translation>
    </message>
    <message>
        <source>Draw a missed face (D)</source>
        <translation>框出漏掉的人臉（D）</translation>
    </message>
    <message>
        <source>Turn the view (R)</source>
        <translation>旋轉畫面（R）</translation>
    </message>
    <message>
        <source>Full screen (F)</source>
        <translation>全螢幕（F）</translation>
    </message>
    <message>
        <source>About this photo (I)</source>
        <translation>關於這張照片（I）</translation>
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
        <translation>請框出「{name}」的臉。按 Esc 鍵則維持不變。</translation>
    </message>
    <message>
        <source>Which face is {name}? Click it, or go there with Tab and press Return.</source>
        <translation>哪張臉是「{name}」？請按一下，或用 Tab 鍵移到該處並按 Enter 鍵。</translation>
    </message>
    <message>
        <source>This face alone is {name}</source>
        <translation>只有這張人臉是「{name}」</translation>
    </message>
    <message numerus="yes">
        <source>All %n face(s) of the group are {name}</source>
        <translation>
            <numerusform>這個群組的 %n 張人臉都是「{name}」</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking at the face…</source>
        <translation>正在分析人臉…</translation>
    </message>
</context>
<context>
    <name>PhotoFiles</name>
    <message>
        <source>Export…</source>
        <extracomment>More files than these are not shown one by one in the message that asks.</extracomment>
        <translation>匯出…</translation>
    </message>
    <message>
        <source>Write names…</source>
        <translation>寫入名字…</translation>
    </message>
    <message>
        <source>Write who is in these photos into them</source>
        <translation>將照片中有誰寫入照片</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>複製路徑</translation>
    </message>
    <message>
        <source>Move to the trash…</source>
        <translation>移至垃圾桶…</translation>
    </message>
    <message>
        <source>Show in Explorer</source>
        <translation>在檔案總管中顯示</translation>
    </message>
    <message>
        <source>Show in Finder</source>
        <translation>在 Finder 中顯示</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>在檔案管理員中顯示</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen photo(s)</source>
        <translation>
            <numerusform>所選的 %n 張照片</numerusform>
        </translation>
    </message>
    <message>
        <source>These files are not there now. Connect the drive they are on.</source>
        <translation>目前無法存取這些檔案。請連接其所在的磁碟機。</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>移至垃圾桶</translation>
    </message>
    <message>
        <source>Move {files} to the trash?</source>
        <translation>要將「{files}」移至垃圾桶嗎？</translation>
    </message>
    <message numerus="yes">
        <source>Move %n photo(s) to the trash?</source>
        <translation>
            <numerusform>要將 %n 張照片移至垃圾桶嗎？</numerusform>
        </translation>
    </message>
    <message>
        <source>The files themselves go to the trash of this computer. You can get them back from there.</source>
        <translation>檔案本身會移至這部電腦的垃圾桶，您可以從那裡還原。</translation>
    </message>
    <message>
        <source>{file} could not be moved to the trash ({reason}). Close the programs that use it, or delete it in the file manager.</source>
        <translation>無法將「{file}」移至垃圾桶（{reason}）。請關閉正在使用它的程式，或在檔案管理員中刪除。</translation>
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
        <translation>選取另一張照片</translation>
    </message>
    <message>
        <source>Choose up to another photo</source>
        <translation>擴大選取範圍</translation>
    </message>
    <message>
        <source>Go on without choosing</source>
        <translation>移動但不選取</translation>
    </message>
    <message>
        <source>Choose or leave out the photo</source>
        <translation>選取或取消選取照片</translation>
    </message>
    <message>
        <source>Choose all</source>
        <translation>全選</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>取消選取</translation>
    </message>
    <message>
        <source>Open the photo</source>
        <translation>開啟照片</translation>
    </message>
    <message>
        <source>Open or close the stack</source>
        <translation>展開或收合堆疊</translation>
    </message>
    <message>
        <source>Larger photos</source>
        <translation>放大照片</translation>
    </message>
    <message>
        <source>Smaller photos</source>
        <translation>縮小照片</translation>
    </message>
</context>
<context>
    <name>PhotoMoments</name>
    <message>
        <source>No program was found that plays {file}. Install one, then try again.</source>
        <extracomment>Of a step that is not from one face to the next, in milliseconds.</extracomment>
        <translation>找不到能播放 {file} 的程式。請安裝一個，然後再試一次。</translation>
    </message>
    <message>
        <source>Next moment with somebody</source>
        <translation>下一個有人的時刻</translation>
    </message>
    <message>
        <source>Previous moment with somebody</source>
        <translation>上一個有人的時刻</translation>
    </message>
    <message>
        <source>A second on</source>
        <translation>前進一秒</translation>
    </message>
    <message>
        <source>A second back</source>
        <translation>後退一秒</translation>
    </message>
    <message>
        <source>Play the video</source>
        <translation>播放影片</translation>
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
        <translation>這張照片已不在圖庫中。</translation>
    </message>
    <message>
        <source>Draw a missed face</source>
        <translation>框出漏掉的人臉</translation>
    </message>
    <message>
        <source>Show faces</source>
        <translation>顯示人臉</translation>
    </message>
    <message>
        <source>This photo</source>
        <translation>此照片</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) to go through here</source>
        <translation>
            <numerusform>此處可瀏覽的 %n 張照片</numerusform>
        </translation>
    </message>
    <message>
        <source>Leave what was entered last</source>
        <translation>退出目前模式</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>下一張照片</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>上一張照片</translation>
    </message>
    <message>
        <source>First photo</source>
        <translation>第一張照片</translation>
    </message>
    <message>
        <source>Last photo</source>
        <translation>最後一張照片</translation>
    </message>
    <message>
        <source>About this photo</source>
        <translation>關於這張照片</translation>
    </message>
    <message>
        <source>Turn the view</source>
        <translation>旋轉畫面</translation>
    </message>
    <message>
        <source>Turn the view back</source>
        <translation>反向旋轉畫面</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>縮小</translation>
    </message>
    <message>
        <source>Whole photo</source>
        <translation>整張照片</translation>
    </message>
    <message>
        <source>Real size, and back</source>
        <translation>實際大小（再按一次還原）</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全螢幕</translation>
    </message>
    <message>
        <source>Move to the trash…</source>
        <translation>移至垃圾桶…</translation>
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
        <translation>照片大小（Ctrl 加滾輪、+ 和 −）</translation>
    </message>
    <message>
        <source>Divide the photos by</source>
        <translation>相片劃分方式</translation>
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
        <translation>一個事件是在同一時間和地點拍攝的相片</translation>
    </message>
    <message>
        <source>Export photos (Ctrl+E)</source>
        <translation>匯出照片（Ctrl+E）</translation>
    </message>
    <message>
        <source>About the chosen photos (I)</source>
        <translation>關於所選照片（I）</translation>
    </message>
    <message>
        <source>Copies of a photo</source>
        <translation>一張相片的副本</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen photo(s)</source>
        <translation>
            <numerusform>所選的 %n 張照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) of this search</source>
        <translation>
            <numerusform>此搜尋的 %n 張照片</numerusform>
        </translation>
    </message>
    <message>
        <source>About the chosen photos</source>
        <translation>關於所選照片</translation>
    </message>
    <message>
        <source>Move to the trash…</source>
        <translation>移至垃圾桶…</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 張照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copies of a photo: %n photo(s)</source>
        <translation>
            <numerusform>一張相片的副本：%n 張相片</numerusform>
        </translation>
    </message>
    <message>
        <source>No copies of this photo are known.</source>
        <translation>沒有發現這張相片的副本。</translation>
    </message>
    <message>
        <source>Add a folder with photos</source>
        <translation>加入含有照片的資料夾</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開啟</translation>
    </message>
    <message>
        <source>Close the stack</source>
        <translation>收合堆疊</translation>
    </message>
    <message>
        <source>Open the stack</source>
        <translation>展開堆疊</translation>
    </message>
    <message>
        <source>Copies of this photo</source>
        <translation>這張相片的副本</translation>
    </message>
    <message>
        <source>About these photos</source>
        <translation>關於這些照片</translation>
    </message>
</context>
<context>
    <name>PlacesPage</name>
    <message>
        <source>Places</source>
        <extracomment>Kept with each row. Of a row, and of the picture in it, in logical pixels. So many countries are shown with their towns at first.</extracomment>
        <translation>地點</translation>
    </message>
    <message>
        <source>Places where photos were taken</source>
        <translation>拍攝相片的地點</translation>
    </message>
    <message>
        <source>Of no photo it is known where it was taken</source>
        <translation>不知道任何相片的拍攝地點</translation>
    </message>
    <message>
        <source>Phones and some cameras write into each photo where it was taken, if that is switched on. Such photos appear here by country and town.</source>
        <translation>手機和部分相機在開啟此功能後，會將拍攝地點寫入每張相片。這些相片會按國家和城鎮顯示在這裡。</translation>
    </message>
    <message>
        <source>Show the photos of the place</source>
        <translation>顯示該地點的相片</translation>
    </message>
    <message>
        <source>Near {place}</source>
        <translation>{place}附近</translation>
    </message>
    <message numerus="yes">
        <source>{place}, %n photo(s)</source>
        <translation>
            <numerusform>{place}，%n 張相片</numerusform>
        </translation>
    </message>
    <message>
        <source>Show photos</source>
        <translation>顯示照片</translation>
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
        <translation>人臉</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>方框</translation>
    </message>
    <message>
        <source>Without a place</source>
        <translation>無位置</translation>
    </message>
    <message>
        <source>Known already</source>
        <translation>已知</translation>
    </message>
    <message>
        <source>As they are called here, or will be</source>
        <translation>在此處現在或將來的名字</translation>
    </message>
    <message>
        <source>Whether somebody here has this name</source>
        <translation>此處是否已有人叫此名</translation>
    </message>
    <message>
        <source>Faces that will be confirmed as theirs</source>
        <translation>將確認為其本人的人臉</translation>
    </message>
    <message>
        <source>Boxes of the other program where no face was found: a face is looked for there</source>
        <translation>另一程式的方框，但此處未找到人臉：將在該處尋找人臉</translation>
    </message>
    <message>
        <source>Photos that they are in, nobody knows where</source>
        <translation>有其人但位置未知的照片</translation>
    </message>
    <message>
        <source>What is the same here already</source>
        <translation>此處已相同的內容</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>略過</translation>
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
        <translation>現有名字</translation>
    </message>
    <message>
        <source>Names then</source>
        <translation>寫入後名字</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Into the file</source>
        <translation>寫入檔案</translation>
    </message>
    <message>
        <source>Beside it: {file}</source>
        <translation>在旁邊：{file}</translation>
    </message>
    <message>
        <source>{name} (elsewhere)</source>
        <translation>{name}（位置變動）</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>無人</translation>
    </message>
</context>
<context>
    <name>PreviewPage</name>
    <message>
        <source>Recogniser</source>
        <extracomment>Steps of the slider for each 1 of strictness. The difference is worked out once the slider has rested for so long, in milliseconds. Faces are being grouped as the user accepted; until that is done, there is nothing to compare.</extracomment>
        <translation>辨識模型</translation>
    </message>
    <message>
        <source>The model that tells people apart</source>
        <translation>用來分辨人物的模型</translation>
    </message>
    <message>
        <source>Strictness</source>
        <translation>嚴格程度</translation>
    </message>
    <message>
        <source>How sure it must be that two faces are one person</source>
        <translation>要有多大的把握，才能認定兩張人臉是同一人</translation>
    </message>
    <message>
        <source>Group this way</source>
        <translation>以此方式分組</translation>
    </message>
    <message>
        <source>Leave everything as it is</source>
        <translation>全部維持不變</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>預覽</translation>
    </message>
    <message>
        <source>How sure must Familiar be that two faces are one person? See what would change before it does. Faces that you have confirmed never move.</source>
        <translation>Familiar 要有多大的把握，才能認定兩張人臉是同一人？您可以在變更之前先查看結果。您已確認的人臉絕不會移動。</translation>
    </message>
    <message>
        <source>Larger groups</source>
        <translation>較大的群組</translation>
    </message>
    <message>
        <source>Surer groups</source>
        <translation>較準確的群組</translation>
    </message>
    <message>
        <source>Look at the photos now</source>
        <translation>立即分析照片</translation>
    </message>
    <message>
        <source>There are no photos yet</source>
        <translation>還沒有照片</translation>
    </message>
    <message>
        <source>Drop a folder with photos on this window. What another strictness would change is shown here once there are faces.</source>
        <translation>將含有照片的資料夾拖放到此視窗。有了人臉之後，這裡會顯示改用其他嚴格程度時的變更。</translation>
    </message>
    <message>
        <source>Show whom the row is about</source>
        <translation>顯示該列的人物</translation>
    </message>
    <message>
        <source>Comparing all faces…</source>
        <translation>正在比對所有人臉…</translation>
    </message>
    <message>
        <source>Working out what would change…</source>
        <translation>正在計算會有哪些變更…</translation>
    </message>
    <message>
        <source>There are no faces to compare yet</source>
        <translation>還沒有可以比對的人臉</translation>
    </message>
    <message>
        <source>Faces are found, and prepared for comparing, while photos are looked at. What another strictness would change is shown here after that.</source>
        <translation>分析照片時會尋找人臉，並為比對做好準備。之後，這裡會顯示改用其他嚴格程度時的變更。</translation>
    </message>
    <message>
        <source>No face has been prepared for this recogniser yet. Choose it in the settings; the next look at the photos does it.</source>
        <translation>還沒有為此辨識模型準備好的人臉。請在設定中選擇此模型；下次分析照片時就會進行準備。</translation>
    </message>
    <message>
        <source>Nobody would change. Move the slider to see what would.</source>
        <translation>沒有人物會變更。移動滑桿即可查看會有哪些變更。</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) would move</source>
        <translation>
            <numerusform>將移動 %n 張人臉</numerusform>
        </translation>
    </message>
    <message>
        <source>people and groups: {before} now, {after} then</source>
        <translation>人物與群組：目前 {before}，變更後 {after}</translation>
    </message>
    <message>
        <source>faces of nobody: {before} now, {after} then</source>
        <translation>不屬於任何人的人臉：目前 {before}，變更後 {after}</translation>
    </message>
    <message numerus="yes">
        <source>%n confirmed face(s) stay</source>
        <translation>
            <numerusform>%n 張已確認的人臉維持不變</numerusform>
        </translation>
    </message>
    <message>
        <source>Grouping… You can go on working meanwhile.</source>
        <translation>正在分組…您可以繼續其他操作。</translation>
    </message>
    <message>
        <source>Show a photo</source>
        <translation>顯示照片</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>顯示人物</translation>
    </message>
</context>
<context>
    <name>ProbePicture</name>
    <message>
        <source>Face {number} of {all} in the picture</source>
        <translation>圖片中的第 {number} 張人臉，共 {all} 張</translation>
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
            <numerusform>%n 張人臉</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>age %n</source>
        <translation>
            <numerusform>%n 歲</numerusform>
        </translation>
    </message>
    <message>
        <source>{date}, {age}</source>
        <translation>{date}，{age}</translation>
    </message>
    <message numerus="yes">
        <source>Do these %n face(s) belong to {name}?</source>
        <translation>
            <numerusform>這 %n 張人臉屬於「{name}」嗎？</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Do these %n face(s) belong to this group?</source>
        <translation>
            <numerusform>這 %n 張人臉屬於此群組嗎？</numerusform>
        </translation>
    </message>
    <message>
        <source>Are {name} and {other} the same person?</source>
        <translation>「{name}」和「{other}」是同一人嗎？</translation>
    </message>
    <message>
        <source>Is this {name}?</source>
        <translation>這是「{name}」嗎？</translation>
    </message>
    <message>
        <source>Are these two the same person?</source>
        <translation>這兩個是同一人嗎？</translation>
    </message>
    <message>
        <source>Shown are the two faces that are most alike.</source>
        <translation>顯示的是兩張最相似的人臉。</translation>
    </message>
    <message>
        <source>They belong there: {chance}.</source>
        <translation>{chance}屬於這裡。</translation>
    </message>
    <message>
        <source>The same person: {chance}.</source>
        <translation>{chance}是同一人。</translation>
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
        <translation>稍後</translation>
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
        <translation>相似的人臉，最相似的在前</translation>
    </message>
</context>
<context>
    <name>ResultsModel</name>
    <message>
        <source>a group without a name</source>
        <translation>未命名的群組</translation>
    </message>
    <message>
        <source>nobody&apos;s</source>
        <translation>不屬於任何人</translation>
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
        <translation>待確認</translation>
    </message>
    <message>
        <source>Looking for what to ask…</source>
        <translation>正在尋找要詢問的問題…</translation>
    </message>
    <message>
        <source>Ask again what was put off</source>
        <translation>再次詢問先前延後的問題</translation>
    </message>
    <message>
        <source>Group faces now</source>
        <translation>立即將人臉分組</translation>
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
        <translation>全部勾選</translation>
    </message>
    <message>
        <source>Untick all</source>
        <translation>全部取消勾選</translation>
    </message>
    <message>
        <source>Show photos</source>
        <translation>顯示照片</translation>
    </message>
    <message>
        <source>Show the photos of both faces</source>
        <translation>顯示兩張人臉的照片</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>略過</translation>
    </message>
    <message>
        <source>Ask all of this later</source>
        <translation>稍後再詢問這些問題</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>復原</translation>
    </message>
    <message>
        <source>Take the last answer of this sitting back and ask it again</source>
        <translation>復原這次的上一個回答，並重新詢問</translation>
    </message>
    <message>
        <source>Which of these are the same person?</source>
        <translation>其中哪些是同一人？</translation>
    </message>
    <message>
        <source>Which of these belong to the person or group they are in?</source>
        <translation>其中哪些屬於目前所在的人物或群組？</translation>
    </message>
    <message>
        <source>Which of these are this person?</source>
        <translation>其中哪些是此人？</translation>
    </message>
    <message>
        <source>Which of these are {name}?</source>
        <translation>其中哪些是「{name}」？</translation>
    </message>
    <message>
        <source>Y: yes. N: no. S: later. P: photos. U: undo. Return: what is probable.</source>
        <translation>Y：是。N：否。S：稍後。P：照片。U：復原。Enter：採用可能的答案。</translation>
    </message>
    <message>
        <source>What is probable is ticked; click or press Space to change it. Y: yes. N: no. S: later. P: photos. Return: answer. U: undo.</source>
        <translation>可能的項目已勾選；按一下或按空白鍵即可變更。Y：是。N：否。S：稍後。P：照片。Enter：回答。U：復原。</translation>
    </message>
    <message numerus="yes">
        <source>%n yes</source>
        <translation>
            <numerusform>%n 項「是」</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n no</source>
        <translation>
            <numerusform>%n 項「否」</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n later</source>
        <translation>
            <numerusform>%n 項「稍後」</numerusform>
        </translation>
    </message>
    <message>
        <source>Answer: {answers}</source>
        <translation>回答：{answers}</translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) answered</source>
        <translation>
            <numerusform>已回答 %n 個問題</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) settled</source>
        <translation>
            <numerusform>已確定 %n 張人臉</numerusform>
        </translation>
    </message>
    <message>
        <source>{questions}, {faces}</source>
        <translation>{questions}，{faces}</translation>
    </message>
    <message numerus="yes">
        <source>the last answer settled %n face(s)</source>
        <translation>
            <numerusform>上一個回答確定了 %n 張人臉</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n suggestion(s) left</source>
        <translation>
            <numerusform>大約還有 %n 項建議</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing can be asked</source>
        <translation>無法提出問題</translation>
    </message>
    <message>
        <source>Photos are still being looked at</source>
        <translation>仍在分析照片</translation>
    </message>
    <message>
        <source>Nothing is worth asking of what was found so far. Questions come by themselves.</source>
        <translation>目前找到的內容中沒有需要詢問的問題。有新問題時會自動出現。</translation>
    </message>
    <message>
        <source>There are no photos yet</source>
        <translation>還沒有照片</translation>
    </message>
    <message>
        <source>Drop a folder with photos on this window. Who looks alike is asked here then.</source>
        <translation>將含有照片的資料夾拖放到此視窗，之後這裡會詢問哪些人物看起來相似。</translation>
    </message>
    <message>
        <source>Faces have not been grouped yet</source>
        <translation>人臉尚未分組</translation>
    </message>
    <message>
        <source>That happens by itself while photos are looked at.</source>
        <translation>分析照片時會自動進行。</translation>
    </message>
    <message>
        <source>Nothing else is worth asking now</source>
        <translation>目前沒有其他需要詢問的問題</translation>
    </message>
    <message numerus="yes">
        <source>You put %n thing(s) off.</source>
        <translation>
            <numerusform>您延後了 %n 個項目。</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is sorted for now</source>
        <translation>目前全部整理完畢</translation>
    </message>
    <message>
        <source>Nothing is worth asking. New photos bring new questions by themselves.</source>
        <translation>沒有需要詢問的問題。加入新照片後，新的問題會自動出現。</translation>
    </message>
    <message>
        <source>Answer what is ticked</source>
        <translation>依勾選的項目回答</translation>
    </message>
    <message>
        <source>Answer what is probable</source>
        <translation>採用可能的答案</translation>
    </message>
    <message>
        <source>Take the last answer back</source>
        <translation>復原上一個回答</translation>
    </message>
    <message>
        <source>Ask later</source>
        <translation>稍後詢問</translation>
    </message>
    <message>
        <source>Show the photos</source>
        <translation>顯示照片</translation>
    </message>
</context>
<context>
    <name>SameQuestion</name>
    <message>
        <source>The same person?</source>
        <translation>是同一人嗎？</translation>
    </message>
    <message>
        <source>A photo that both are in</source>
        <translation>兩人都在其中的照片</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Unnamed group</source>
        <translation>未命名的群組</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 張人臉</numerusform>
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
        <translation>拖曳以前往特定月份</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search people, dates, places, folders: Anna and Bert 2019</source>
        <extracomment>Typing must pause so long before suggestions are looked for, in milliseconds.</extracomment>
        <translation>搜尋人物、日期、地點、資料夾：Anna 和 Bert 2019</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜尋</translation>
    </message>
</context>
<context>
    <name>SeldomDialog</name>
    <message>
        <source>Ignore who is seldom seen</source>
        <translation>忽略很少出現的人物</translation>
    </message>
    <message>
        <source>Ignore everyone without a name who is seen fewer times than this:</source>
        <translation>忽略出現次數少於下列數字的所有未命名人物：</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>次數</translation>
    </message>
    <message>
        <source>Ignore them</source>
        <translation>忽略這些人物</translation>
    </message>
    <message numerus="yes">
        <source>%n group(s)</source>
        <translation>
            <numerusform>%n 個群組</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) seen once</source>
        <translation>
            <numerusform>%n 張只出現一次的人臉</numerusform>
        </translation>
    </message>
    <message>
        <source>{groups} and {faces} will be ignored. You can restore them on the Ignored page.</source>
        <translation>將忽略 {groups}和 {faces}。您可以在「已忽略」頁面還原。</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>Undone: {action}</source>
        <translation>已復原：{action}</translation>
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
        <translation>已將「{group}」命名為「{name}」</translation>
    </message>
    <message>
        <source>Renamed {name} to {other}</source>
        <translation>已將「{name}」重新命名為「{other}」</translation>
    </message>
    <message numerus="yes">
        <source>confirmed %n face(s)</source>
        <extracomment>After a semicolon: what came of naming.</extracomment>
        <translation>
            <numerusform>確認了 %n 張人臉</numerusform>
        </translation>
    </message>
    <message>
        <source>Removed the name {name}</source>
        <translation>已移除名字「{name}」</translation>
    </message>
    <message>
        <source>Removed the name {name} with birthday</source>
        <translation>已移除名字「{name}」和生日</translation>
    </message>
    <message>
        <source>Removed the name {name} with notes</source>
        <translation>已移除名字「{name}」和備註</translation>
    </message>
    <message>
        <source>Removed the name {name} with birthday and notes</source>
        <translation>已移除名字「{name}」以及生日和備註</translation>
    </message>
    <message>
        <source>Merged {people} into {whom}</source>
        <extracomment>People and groups, separated by commas.</extracomment>
        <translation>已將「{people}」合併到「{whom}」</translation>
    </message>
    <message>
        <source>Confirmed all faces of {whom}</source>
        <extracomment>In older histories alone.</extracomment>
        <translation>已確認「{whom}」的所有人臉</translation>
    </message>
    <message numerus="yes">
        <source>Confirmed %n face(s) of {whom}</source>
        <translation>
            <numerusform>已確認「{whom}」的 %n 張人臉</numerusform>
        </translation>
    </message>
    <message>
        <source>Noted that {whom} is not {other}</source>
        <translation>已註明「{whom}」不是「{other}」</translation>
    </message>
    <message>
        <source>Ignored {whom}</source>
        <translation>已忽略「{whom}」</translation>
    </message>
    <message>
        <source>Restored {whom}</source>
        <translation>已還原「{whom}」</translation>
    </message>
    <message numerus="yes">
        <source>Ignored %n people and groups</source>
        <translation>
            <numerusform>已忽略 %n 個人物和群組</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restored %n people and groups</source>
        <translation>
            <numerusform>已還原 %n 個人物和群組</numerusform>
        </translation>
    </message>
    <message>
        <source>Changed the cover of {whom}</source>
        <translation>已更改「{whom}」的封面</translation>
    </message>
    <message>
        <source>Removed the birthday of {name}</source>
        <translation>已移除「{name}」的生日</translation>
    </message>
    <message>
        <source>Set the birthday of {name} to {day}</source>
        <translation>已將「{name}」的生日設為 {day}</translation>
    </message>
    <message numerus="yes">
        <source>took %n face(s) in older photos away</source>
        <extracomment>After a semicolon.</extracomment>
        <translation>
            <numerusform>移出了較早照片中的 %n 張人臉</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n confirmed photo(s) are older</source>
        <extracomment>After a semicolon: than a birthday.</extracomment>
        <translation>
            <numerusform>%n 張已確認的照片早於生日</numerusform>
        </translation>
    </message>
    <message>
        <source>Changed the notes on {whom}</source>
        <translation>已更改「{whom}」的備註</translation>
    </message>
    <message numerus="yes">
        <source>Removed %n face(s) from their people</source>
        <translation>
            <numerusform>已將 %n 張人臉從所屬人物移除</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Moved %n face(s) to {whom}</source>
        <translation>
            <numerusform>已將 %n 張人臉移至「{whom}」</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Confirmed %n face(s)</source>
        <translation>
            <numerusform>已確認 %n 張人臉</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Noted that %n face(s) are not {whom}</source>
        <translation>
            <numerusform>已註明 %n 張人臉不是「{whom}」</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Noted that %n face(s) do not belong to {whom}</source>
        <translation>
            <numerusform>已註明 %n 張人臉不屬於「{whom}」</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ignored %n face(s)</source>
        <translation>
            <numerusform>已忽略 %n 張人臉</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restored %n face(s)</source>
        <translation>
            <numerusform>已還原 %n 張人臉</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n face(s)</source>
        <translation>
            <numerusform>已刪除 %n 張人臉</numerusform>
        </translation>
    </message>
    <message>
        <source>Drew a face</source>
        <translation>已框出一張人臉</translation>
    </message>
    <message>
        <source>Drew a face of {whom}</source>
        <translation>已框出「{whom}」的一張人臉</translation>
    </message>
    <message numerus="yes">
        <source>Ignored %n face(s) in a photo</source>
        <translation>
            <numerusform>已忽略一張照片中的 %n 張人臉</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ignored 1 group seen fewer than {times} times and %n face(s) of nobody</source>
        <translation>
            <numerusform>已忽略 1 個出現少於 {times} 次的群組，以及 %n 張不屬於任何人的人臉</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ignored {number} groups seen fewer than {times} times and %n face(s) of nobody</source>
        <translation>
            <numerusform>已忽略 {number} 個出現少於 {times} 次的群組，以及 %n 張不屬於任何人的人臉</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) are {whom}</source>
        <translation>
            <numerusform>已指明 %n 張人臉是「{whom}」</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) are not {whom}</source>
        <translation>
            <numerusform>已指明 %n 張人臉不是「{whom}」</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) are {whom} and 1 is not</source>
        <translation>
            <numerusform>已指明 %n 張人臉是「{whom}」，另有 1 張不是</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) are {whom} and {number} are not</source>
        <translation>
            <numerusform>已指明 %n 張人臉是「{whom}」，另有 {number} 張不是</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) belong to {whom}</source>
        <translation>
            <numerusform>已指明 %n 張人臉屬於「{whom}」</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) do not belong to {whom}</source>
        <translation>
            <numerusform>已指明 %n 張人臉不屬於「{whom}」</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) belong to {whom} and 1 does not</source>
        <translation>
            <numerusform>已指明 %n 張人臉屬於「{whom}」，另有 1 張不屬於</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) belong to {whom} and {number} do not</source>
        <translation>
            <numerusform>已指明 %n 張人臉屬於「{whom}」，另有 {number} 張不屬於</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n pair(s) are the same</source>
        <translation>
            <numerusform>已指明 %n 對是同一人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n pair(s) are not the same</source>
        <translation>
            <numerusform>已指明 %n 對不是同一人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n pair(s) are the same and 1 is not</source>
        <translation>
            <numerusform>已指明 %n 對是同一人，另有 1 對不是</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n pair(s) are the same and {number} are not</source>
        <translation>
            <numerusform>已指明 %n 對是同一人，另有 {number} 對不是</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Answered %n questions on who is the same person; yes to {number}</source>
        <extracomment>Groups, separated by commas.</extracomment>
        <translation>
            <numerusform>已回答 %n 個「是否為同一人」的問題；其中 {number} 個回答「是」</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Answered %n questions on who belongs where; yes to {number}</source>
        <translation>
            <numerusform>已回答 %n 個人臉歸屬的問題；其中 {number} 個回答「是」</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Split %n face(s) off {whom} as {people}</source>
        <translation>
            <numerusform>已從「{whom}」拆分出 %n 張人臉，成為「{people}」</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <extracomment>After a semicolon: more actions.</extracomment>
        <translation>
            <numerusform>以及另外 %n 項</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing had to be changed.</source>
        <translation>不需要任何變更。</translation>
    </message>
    <message>
        <source>group {number}</source>
        <translation>群組 {number}</translation>
    </message>
    <message>
        <source>Group {number}</source>
        <translation>群組 {number}</translation>
    </message>
    <message>
        <source>a group</source>
        <translation>某個群組</translation>
    </message>
    <message>
        <source>A group</source>
        <translation>某個群組</translation>
    </message>
    <message numerus="yes">
        <source>a group of %n face(s)</source>
        <translation>
            <numerusform>%n 張人臉的群組</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A group of %n face(s)</source>
        <translation>
            <numerusform>%n 張人臉的群組</numerusform>
        </translation>
    </message>
    <message>
        <source>this group</source>
        <translation>此群組</translation>
    </message>
    <message>
        <source>This group</source>
        <translation>此群組</translation>
    </message>
    <message>
        <source>somebody forgotten</source>
        <extracomment>In place of a name, in the history.</extracomment>
        <translation>已遺忘的人物</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>沒有可以復原的動作。</translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation>沒有可以重做的動作。</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) are no longer in the library and could not be brought back.</source>
        <translation>
            <numerusform>%n 張人臉已不在圖庫中，無法恢復。</numerusform>
        </translation>
    </message>
    <message>
        <source>Face {face} cannot both be {whom} and not be. Choose one.</source>
        <translation>人臉 {face} 不能同時是又不是「{whom}」。請擇一。</translation>
    </message>
    <message>
        <source>No pair was answered. Answer at least one.</source>
        <translation>尚未回答任何一對。請至少回答一對。</translation>
    </message>
    <message>
        <source>These answers make one of {whom} and {other}, and tell them apart. Take one of them back.</source>
        <translation>這些回答既將「{whom}」和「{other}」視為同一人，又將兩者分開。請收回其中一個回答。</translation>
    </message>
    <message>
        <source>A pair of {whom} and the same again says nothing. Choose two different ones.</source>
        <translation>「{whom}」與自己配成一對沒有意義。請選擇兩個不同的項目。</translation>
    </message>
    <message>
        <source>These answers would make one of {name} and {other}. Take one of them back, or merge these two people first.</source>
        <translation>這些回答會將「{name}」和「{other}」變成同一人。請收回其中一個回答，或先合併這兩個人物。</translation>
    </message>
    <message>
        <source>There is already a person called {name}. Move the faces there, or choose a name that tells the two apart.</source>
        <translation>已有名為「{name}」的人物。請將人臉移至該處，或選擇能區分兩者的名字。</translation>
    </message>
    <message>
        <source>There is already a person called {name}. Merge the two if they are one person, or choose a name that tells them apart.</source>
        <translation>已有名為「{name}」的人物。如果是同一人，請合併兩者；否則請選擇能區分兩者的名字。</translation>
    </message>
    <message>
        <source>Face {face} is there already. Say whose face that is, or delete it and draw again.</source>
        <translation>人臉 {face} 已在該處。請指明那是誰的人臉，或將其刪除後重新框選。</translation>
    </message>
    <message>
        <source>The box has no size. Draw it larger.</source>
        <translation>方框沒有大小。請畫大一點。</translation>
    </message>
    <message>
        <source>The box lies outside the photo of {width} x {height} pixels. Draw it inside.</source>
        <translation>方框位於 {width} x {height} 像素的照片之外。請畫在照片內。</translation>
    </message>
    <message>
        <source>A photo has no moments. Draw the box without one.</source>
        <translation>照片沒有時刻。請不帶時刻地繪製方框。</translation>
    </message>
    <message>
        <source>The video lasts {seconds} s. Draw the box at a moment of it.</source>
        <translation>該影片長 {seconds} 秒。請在其中的某一時刻繪製方框。</translation>
    </message>
    <message>
        <source>Face {face} belongs to nobody yet. Move it to a person instead.</source>
        <translation>人臉 {face} 尚不屬於任何人。請改為將其移至某個人物。</translation>
    </message>
    <message>
        <source>Face {face} is in another photo. Keep only faces of this one.</source>
        <translation>人臉 {face} 在另一張照片中。請只保留這張照片的人臉。</translation>
    </message>
    <message>
        <source>Everyone is seen at least once. Choose 2 times or more.</source>
        <translation>每個人都至少出現一次。請選擇 2 次以上。</translation>
    </message>
    <message>
        <source>Choose at least two different people or groups to merge.</source>
        <translation>請選擇至少兩個不同的人物或群組來合併。</translation>
    </message>
    <message>
        <source>Choose two different people or groups to tell apart.</source>
        <translation>請選擇兩個不同的人物或群組來區分。</translation>
    </message>
    <message>
        <source>Face {face} is not a face of {whom}. Choose one of their faces, or move this one to them first.</source>
        <translation>人臉 {face} 不是「{whom}」的人臉。請選擇此人的人臉，或先將這張人臉移過去。</translation>
    </message>
    <message>
        <source>Face {face} is not a face of {whom}. Choose only faces of theirs.</source>
        <translation>人臉 {face} 不是「{whom}」的人臉。請只選擇此人的人臉。</translation>
    </message>
    <message>
        <source>Face {face} is in two parts. Put it into one of them.</source>
        <translation>人臉 {face} 同時在兩個部分中。請將其放入其中一個部分。</translation>
    </message>
    <message>
        <source>All faces of {whom} were chosen. Leave out at least one that stays.</source>
        <translation>已選擇「{whom}」的所有人臉。請至少留下一張。</translation>
    </message>
    <message>
        <source>{day} cannot be the birthday of anybody in a photo. Choose a day from {first} to today.</source>
        <translation>{day} 不可能是照片中任何人的生日。請選擇 {first} 到今天之間的日期。</translation>
    </message>
    <message>
        <source>The notes have broken characters. Remove them, then try again.</source>
        <translation>備註中有損壞的字元。請將其移除，然後再試一次。</translation>
    </message>
    <message>
        <source>{whom} has no name. Name it first.</source>
        <translation>「{whom}」沒有名字。請先命名。</translation>
    </message>
    <message>
        <source>No faces were chosen. Choose at least one.</source>
        <translation>未選擇任何人臉。請至少選擇一張。</translation>
    </message>
    <message>
        <source>There is no face {number} in the library. Choose another one.</source>
        <translation>圖庫中沒有人臉 {number}。請選擇其他人臉。</translation>
    </message>
    <message>
        <source>There is no photo {number} in the library. Choose another one.</source>
        <translation>圖庫中沒有照片 {number}。請選擇其他照片。</translation>
    </message>
    <message>
        <source>{problem} Choose another name.</source>
        <extracomment>The problem is what a name cannot be, as a sentence.</extracomment>
        <translation>{problem}請選擇其他名字。</translation>
    </message>
    <message>
        <source>A name cannot have line breaks, tabs or other control characters.</source>
        <translation>名字不能包含換行、Tab 或其他控制字元。</translation>
    </message>
    <message>
        <source>A name cannot be empty.</source>
        <translation>名字不能是空白的。</translation>
    </message>
    <message>
        <source>There is no person or group with the number {number}.</source>
        <translation>沒有編號為 {number} 的人物或群組。</translation>
    </message>
    <message>
        <source>There is nobody called {name}.</source>
        <translation>沒有人叫「{name}」。</translation>
    </message>
    <message>
        <source>There is nobody called {name}. Did you mean {other}?</source>
        <translation>沒有人叫「{name}」。您是指「{other}」嗎？</translation>
    </message>
    <message>
        <source>There is nobody called {name}. Did you mean {other} or {third}?</source>
        <translation>沒有人叫「{name}」。您是指「{other}」還是「{third}」？</translation>
    </message>
    <message>
        <source>There is nobody called {name}. Did you mean {other} or {third} or {fourth}?</source>
        <translation>沒有人叫「{name}」。您是指「{other}」、「{third}」還是「{fourth}」？</translation>
    </message>
    <message>
        <source>No photo is known to be from {place}.</source>
        <translation>沒有已知拍攝於「{place}」的相片。</translation>
    </message>
    <message>
        <source>No photo is known to be from {place}. Did you mean {other}?</source>
        <translation>沒有已知拍攝於「{place}」的相片。您是指「{other}」嗎？</translation>
    </message>
    <message>
        <source>No photo is known to be from {place}. Did you mean {other} or {third}?</source>
        <translation>沒有已知拍攝於「{place}」的相片。您是指「{other}」還是「{third}」？</translation>
    </message>
    <message>
        <source>No photo is known to be from {place}. Did you mean {other} or {third} or {fourth}?</source>
        <translation>沒有已知拍攝於「{place}」的相片。您是指「{other}」、「{third}」還是「{fourth}」？</translation>
    </message>
    <message>
        <source>Write no more than {number} characters.</source>
        <translation>請勿輸入超過 {number} 個字元。</translation>
    </message>
    <message>
        <source>This parenthesis was not opened.</source>
        <translation>此右括號沒有對應的左括號。</translation>
    </message>
    <message>
        <source>There are too many parentheses within parentheses.</source>
        <translation>括號的巢狀層數太多。</translation>
    </message>
    <message>
        <source>Write names after only, as in only Anna, or only (Anna or Bert).</source>
        <extracomment>The words only and or are typed in English.</extracomment>
        <translation>請在 only 後面輸入名字，例如 only Anna 或 only (Anna or Bert)。</translation>
    </message>
    <message>
        <source>{dates} ends before it begins.</source>
        <translation>{dates} 的結束早於開始。</translation>
    </message>
    <message>
        <source>There is no date {date} in any photo.</source>
        <translation>沒有任何照片的日期是 {date}。</translation>
    </message>
    <message>
        <source>Write {sign} directly before what is left out, as in {sign}Anna.</source>
        <extracomment>A minus.</extracomment>
        <translation>請將 {sign} 直接寫在要排除的內容前面，例如 {sign}Anna。</translation>
    </message>
    <message>
        <source>Write a date after {word}, as in {word} 2012 or {word} 2012-06-30.</source>
        <extracomment>The word is before or after, in English.</extracomment>
        <translation>請在 {word} 後面輸入日期，例如 {word} 2012 或 {word} 2012-06-30。</translation>
    </message>
    <message>
        <source>{word} is no date. Write 2019, 2019-07, 2019-07-14 or 2015..2018.</source>
        <translation>{word} 不是日期。請輸入 2019、2019-07、2019-07-14 或 2015..2018。</translation>
    </message>
    <message>
        <source>Nothing is found by {word}: only by in:, camera: and file:.</source>
        <extracomment>What stands before a colon is typed in English.</extracomment>
        <translation>無法用 {word} 搜尋：只能用 in:、camera: 和 file:。</translation>
    </message>
    <message>
        <source>{file} is no longer there. Connect the drive it is on, or index its folder again.</source>
        <translation>「{file}」已不存在。請連接其所在的磁碟機，或重新為其資料夾建立索引。</translation>
    </message>
    <message>
        <source>{file} may not be read. Give your account the right to read it, then index again.</source>
        <translation>沒有讀取「{file}」的權限。請授予您的帳號讀取權限，然後重新建立索引。</translation>
    </message>
    <message>
        <source>{file} is a folder or a device, not a photo. Choose an image file.</source>
        <translation>「{file}」是資料夾或裝置，不是照片。請選擇影像檔案。</translation>
    </message>
    <message>
        <source>{file} is empty. Restore it from a backup, or delete it.</source>
        <translation>「{file}」是空的。請從備份還原，或將其刪除。</translation>
    </message>
    <message>
        <source>{file} is not a picture of a known format. Export it as JPEG or PNG to use it here.</source>
        <translation>「{file}」的圖片格式無法識別。請匯出為 JPEG 或 PNG，再於此處使用。</translation>
    </message>
    <message>
        <source>{file} is damaged, and no part of the picture can be shown. Restore it from a backup.</source>
        <translation>「{file}」已損毀，圖片的任何部分都無法顯示。請從備份還原。</translation>
    </message>
    <message>
        <source>{file} is too large ({reason}). Save a smaller copy to use it here.</source>
        <translation>「{file}」太大（{reason}）。請儲存較小的副本，再於此處使用。</translation>
    </message>
    <message>
        <source>Reading {file} had to be stopped ({reason}): the file may be damaged. Restore it from a backup, or export it anew as JPEG.</source>
        <translation>讀取「{file}」時不得不中止（{reason}）：檔案可能已損毀。請從備份還原，或重新匯出為 JPEG。</translation>
    </message>
    <message>
        <source>Reading {file} had to be stopped ({reason}): the video may be damaged. Restore it from a backup, or convert it to MP4 anew.</source>
        <translation>讀取「{file}」時不得不中止（{reason}）：影片可能已損毀。請從備份還原，或重新轉換為 MP4。</translation>
    </message>
    <message>
        <source>{file} is a RAW photo, and RAW support is not installed. Install it beside Familiar with `pip install rawpy`, or export the photo as JPEG.</source>
        <translation>「{file}」是 RAW 照片，但尚未安裝 RAW 支援。請使用 `pip install rawpy` 將其安裝在 Familiar 的環境中，或將照片匯出為 JPEG。</translation>
    </message>
    <message>
        <source>{file} is a video, and video support is not installed (a bundle comes without it). Install it beside Familiar with `pip install av`, then index again.</source>
        <translation>{file} 是影片，但未安裝影片支援（套裝版不含此支援）。請用 `pip install av` 將其安裝到 Familiar 旁，然後重新建立索引。</translation>
    </message>
    <message>
        <source>{file} is not a video of a known format, or has sound alone. Convert it to MP4 to use it here.</source>
        <translation>{file} 不是已知格式的影片，或只有聲音。要在此使用，請將其轉換為 MP4。</translation>
    </message>
    <message>
        <source>{file} is a picture ({reason}) with the name of a video. Give it a name that ends as pictures do, such as .jpg, then index again.</source>
        <translation>「{file}」是一張圖片（{reason}），卻使用了影片的檔名。請將其改為以圖片副檔名（如 .jpg）結尾的名稱，然後重新建立索引。</translation>
    </message>
    <message>
        <source>{file} could not be read ({reason}). Check the drive it is on, then index again.</source>
        <translation>無法讀取「{file}」（{reason}）。請檢查其所在的磁碟機，然後重新建立索引。</translation>
    </message>
    <message>
        <source>{file} could not be looked at, through a fault in Familiar ({reason}). Please report it with the log; all other photos are indexed as usual.</source>
        <translation>由於 Familiar 的錯誤，無法分析「{file}」（{reason}）。請附上記錄檔回報此問題；其他照片都會照常建立索引。</translation>
    </message>
    <message>
        <source>{file} is not there. Connect its drive or put it back, then draw again.</source>
        <translation>「{file}」不在原處。請連接其磁碟機或將檔案放回，然後重新框選。</translation>
    </message>
    <message>
        <source>{file} is not as the library knows it. Bring the library up to date, then draw again.</source>
        <translation>「{file}」與圖庫中的記錄不符。請更新圖庫，然後重新框選。</translation>
    </message>
    <message>
        <source>There is no folder {folder}. Check its name, and that its drive is connected.</source>
        <translation>沒有「{folder}」這個資料夾。請檢查其名稱，並確認磁碟機已連接。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be opened ({reason}). Choose another folder.</source>
        <translation>無法開啟資料夾「{folder}」（{reason}）。請選擇其他資料夾。</translation>
    </message>
    <message>
        <source>{file} is not a folder. Choose the folder that it is in.</source>
        <translation>「{file}」不是資料夾。請選擇它所在的資料夾。</translation>
    </message>
    <message>
        <source>Another Familiar is working on {file}. Wait until it has finished or close it, then try again.</source>
        <translation>另一個 Familiar 正在處理「{file}」。請等待其完成或將其關閉，然後再試一次。</translation>
    </message>
    <message>
        <source>The library {file} is damaged ({reason}). Keep a copy of the file and restore your latest backup.</source>
        <translation>圖庫「{file}」已損毀（{reason}）。請保留該檔案的副本，並還原最近的備份。</translation>
    </message>
    <message>
        <source>The library {file} is gone or empty, but copies of it are beside it. Restore the latest one, or move them away to begin a new library.</source>
        <translation>資料庫 {file} 已不存在或是空的，但旁邊有它的副本。請還原最新的副本，或將這些副本移走以建立新的資料庫。</translation>
    </message>
    <message>
        <source>The library {file} cannot be replaced ({reason}). Close whatever has it open, free some space, then try again.</source>
        <translation>無法取代資料庫 {file}（{reason}）。請關閉正在使用它的程式，騰出一些空間，然後再試一次。</translation>
    </message>
    <message>
        <source>{file} is not a Familiar library. Choose another file, or another name for a new library.</source>
        <translation>「{file}」不是 Familiar 圖庫。請選擇其他檔案，或為新圖庫選擇其他名稱。</translation>
    </message>
    <message>
        <source>The library {file} cannot be used: {reason}, then try again.</source>
        <translation>無法使用圖庫「{file}」：{reason}，然後再試一次。</translation>
    </message>
    <message>
        <source>The backup {file} was not made, because the library is damaged ({reason}). Keep your earlier backups and restore the latest good one.</source>
        <translation>因為圖庫已損毀（{reason}），所以未建立備份「{file}」。請保留先前的備份，並還原最近一份完好的備份。</translation>
    </message>
    <message>
        <source>The backup was not made, because {file} already exists. Choose another name, or ask for it to be replaced.</source>
        <translation>因為「{file}」已存在，所以未建立備份。請選擇其他名稱，或要求取代該檔案。</translation>
    </message>
    <message>
        <source>The backup {file} cannot be written ({reason}). Choose another folder or free some space, then try again.</source>
        <translation>無法寫入備份「{file}」（{reason}）。請選擇其他資料夾或釋放一些空間，然後再試一次。</translation>
    </message>
    <message>
        <source>{file} is the library itself. Choose another name for the backup.</source>
        <translation>「{file}」就是圖庫本身。請為備份選擇其他名稱。</translation>
    </message>
    <message>
        <source>{file} is not a backup of a library, so it is not replaced. Choose another name for the backup.</source>
        <translation>「{file}」不是圖庫的備份，因此不會被取代。請為備份選擇其他名稱。</translation>
    </message>
    <message>
        <source>The lock file {file} cannot be written ({reason}). Allow yourself to write to its folder, then try again.</source>
        <translation>無法寫入鎖定檔「{file}」（{reason}）。請取得其資料夾的寫入權限，然後再試一次。</translation>
    </message>
    <message>
        <source>{file} is a database of another program, but Familiar keeps {what} there. Move it to another folder.</source>
        <translation>「{file}」是其他程式的資料庫，但 Familiar 要在該處存放{what}。請將它移至其他資料夾。</translation>
    </message>
    <message>
        <source>The {what} in {file} cannot be written ({reason}). Allow yourself to write there and to its folder, then try again.</source>
        <translation>無法寫入「{file}」中的{what}（{reason}）。請取得該檔案及其資料夾的寫入權限，然後再試一次。</translation>
    </message>
    <message>
        <source>{file} is a folder. Choose a file, or a name for a new library.</source>
        <translation>「{file}」是資料夾。請選擇檔案，或為新圖庫選擇名稱。</translation>
    </message>
    <message>
        <source>The library {file} was made by a newer Familiar (its format is {version}, this program knows {known}). Install the newest Familiar to open it.</source>
        <translation>圖庫「{file}」是由較新版的 Familiar 建立的（其格式為 {version}，此程式支援 {known}）。請安裝最新版的 Familiar 以開啟圖庫。</translation>
    </message>
    <message>
        <source>There is no library at {file}. Look whether its drive is connected, or create a library there.</source>
        <translation>「{file}」沒有圖庫。請檢查其磁碟機是否已連接，或在該處建立圖庫。</translation>
    </message>
    <message>
        <source>The library {file} cannot be opened or created ({reason}). Choose another folder, or allow yourself to write to this one.</source>
        <translation>無法開啟或建立圖庫「{file}」（{reason}）。請選擇其他資料夾，或取得此資料夾的寫入權限。</translation>
    </message>
    <message>
        <source>{file} is a database of another program, not a Familiar library. Choose another file, or another name for a new library.</source>
        <translation>「{file}」是其他程式的資料庫，不是 Familiar 圖庫。請選擇其他檔案，或為新圖庫選擇其他名稱。</translation>
    </message>
    <message>
        <source>The library {file} is on a drive that does not support it (perhaps a network drive). Move it to a disk of this computer.</source>
        <translation>圖庫「{file}」所在的磁碟機不支援圖庫（可能是網路磁碟機）。請將其移至這部電腦的磁碟。</translation>
    </message>
    <message>
        <source>The library {file} could not be brought to the format of this Familiar ({reason}). It is as it was, and {copy} is a copy of it. Go on with the Familiar you had, and report this.</source>
        <translation>無法將圖庫「{file}」轉換為此版 Familiar 的格式（{reason}）。圖庫維持原狀，且「{copy}」是它的副本。請繼續使用先前的 Familiar，並回報此問題。</translation>
    </message>
    <message>
        <source>They are gone from the library, but bytes of them may still be in its files. {problem}</source>
        <extracomment>Of somebody forgotten; the problem is a sentence.</extracomment>
        <translation>此人已從圖庫移除，但圖庫的檔案中可能仍有其位元組殘留。{problem}</translation>
    </message>
    <message>
        <source>There is no model named {model}. Known models: {models}.</source>
        <translation>沒有名為「{model}」的模型。已知的模型：{models}。</translation>
    </message>
    <message>
        <source>The model {model} cannot be repaired: {reason}</source>
        <translation>無法修復模型「{model}」：{reason}</translation>
    </message>
    <message>
        <source>The model {model} cannot be read: {reason}. {remedy}</source>
        <translation>無法讀取模型「{model}」：{reason}。{remedy}</translation>
    </message>
    <message>
        <source>The model {model} comes with the package {package} {version}, which is not installed. {remedy}</source>
        <translation>模型「{model}」隨附於套件 {package} {version}，但尚未安裝該套件。{remedy}</translation>
    </message>
    <message>
        <source>{file} is not the file that the card of {model} describes (SHA-256 is {found}, should be {expected}). {remedy}</source>
        <translation>「{file}」不是「{model}」的模型卡所描述的檔案（SHA-256 為 {found}，應為 {expected}）。{remedy}</translation>
    </message>
    <message>
        <source>The cache folder {folder} cannot be written: {reason}. Free some space there, or set the environment variable XDG_CACHE_HOME to a folder that can be written.</source>
        <translation>無法寫入快取資料夾「{folder}」：{reason}。請在該處釋放一些空間，或將環境變數 XDG_CACHE_HOME 設為可寫入的資料夾。</translation>
    </message>
    <message>
        <source>{provider} is not available here; available: {others}. Choose one of these, or install the onnxruntime package made for your graphics card.</source>
        <translation>這裡無法使用 {provider}；可用的有：{others}。請選擇其中之一，或安裝適用於您顯示卡的 onnxruntime 套件。</translation>
    </message>
    <message>
        <source>The model {model} cannot be loaded: {reason}</source>
        <translation>無法載入模型「{model}」：{reason}</translation>
    </message>
    <message>
        <source>There is not enough memory for the model {model}. Close other programs, then try again.</source>
        <translation>記憶體不足，無法載入模型 {model}。請關閉其他程式，然後再試一次。</translation>
    </message>
    <message>
        <source>There is not enough memory to run networks. Close other programs, then try again.</source>
        <translation>記憶體不足，無法執行網路。請關閉其他程式，然後再試一次。</translation>
    </message>
    <message>
        <source>onnxruntime, which runs the networks, cannot be loaded: {reason}. Install it anew with: {command}</source>
        <translation>無法載入用於執行網路的 onnxruntime：{reason}。請用此指令重新安裝：{command}</translation>
    </message>
    <message>
        <source>The model {model} failed: {reason}</source>
        <translation>模型「{model}」執行失敗：{reason}</translation>
    </message>
    <message>
        <source>Install it with: {command}</source>
        <translation>請使用下列指令安裝：{command}</translation>
    </message>
    <message>
        <source>Install the model again with: {command}</source>
        <translation>請使用下列指令重新安裝模型：{command}</translation>
    </message>
    <message>
        <source>It is a part of Familiar: install Familiar again.</source>
        <translation>這是 Familiar 內附的檔案，請重新安裝 Familiar。</translation>
    </message>
    <message>
        <source>The library still has {rows} of their rows (table {table}). Forget them once more.</source>
        <translation>圖庫中仍有 {rows} 列此人的資料（資料表 {table}）。請再次遺忘此人。</translation>
    </message>
    <message>
        <source>The library still has {number} of their names as files said them. Forget them once more.</source>
        <translation>圖庫中仍有 {number} 個來自檔案的此人名字。請再次遺忘此人。</translation>
    </message>
    <message>
        <source>Somebody in the library has their name.</source>
        <translation>圖庫中有人使用此人的名字。</translation>
    </message>
    <message>
        <source>The history still refers to them ({times} times). Forget them once more.</source>
        <translation>歷程記錄仍參照此人（{times} 次）。請再次遺忘此人。</translation>
    </message>
    <message>
        <source>The history still names them ({times} times). Forget them once more.</source>
        <translation>歷程記錄仍提及此人的名字（{times} 次）。請再次遺忘此人。</translation>
    </message>
    <message>
        <source>{file} still has {number} of the {what}. Close every other Familiar that uses the library, then finish forgetting once more.</source>
        <translation>「{file}」中仍有 {number} 個{what}。請關閉所有使用此圖庫的其他 Familiar，然後再次完成遺忘。</translation>
    </message>
    <message>
        <source>{file} still has bytes of {number} of the {what}. Close every other Familiar that uses the library, then finish forgetting once more.</source>
        <translation>「{file}」中仍有 {number} 個{what}的位元組。請關閉所有使用此圖庫的其他 Familiar，然後再次完成遺忘。</translation>
    </message>
    <message>
        <source>{file} could not be searched for the {what} ({reason}).</source>
        <translation>無法在「{file}」中搜尋{what}（{reason}）。</translation>
    </message>
    <message>
        <source>You confirmed to be somebody else&apos;s what has the same embedding as one of the forgotten faces, so it stays: face {faces}. If that is a mistake, delete it.</source>
        <extracomment>Numbers of faces, separated by commas.</extracomment>
        <translation>有人臉與已遺忘的人臉具有相同的特徵向量，但您已確認其屬於其他人，因此予以保留：人臉 {faces}。如果這是錯誤，請將其刪除。</translation>
    </message>
    <message>
        <source>crops of faces</source>
        <extracomment>Small pictures of faces that are kept in a file.</extracomment>
        <translation>人臉裁切圖</translation>
    </message>
    <message>
        <source>fingerprints of photos</source>
        <extracomment>Of which it is seen that two are alike, kept in a file.</extracomment>
        <translation>照片指紋</translation>
    </message>
    <message>
        <source>crops</source>
        <extracomment>Small pictures of faces that are kept in a file.</extracomment>
        <translation>裁切圖</translation>
    </message>
    <message>
        <source>thumbnails</source>
        <translation>縮圖</translation>
    </message>
    <message>
        <source>fingerprints</source>
        <translation>影像指紋</translation>
    </message>
    <message>
        <source>embeddings</source>
        <translation>特徵向量</translation>
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
        <translation>記憶體不足</translation>
    </message>
    <message>
        <source>more pixels than can be held</source>
        <translation>像素數超過可處理的上限</translation>
    </message>
    <message>
        <source>it grew while it was read</source>
        <translation>檔案在讀取時變大了</translation>
    </message>
    <message>
        <source>the decoder crashed</source>
        <translation>解碼器當機</translation>
    </message>
    <message>
        <source>it has parts that Familiar did not make</source>
        <translation>其中有不是 Familiar 建立的部分</translation>
    </message>
    <message>
        <source>a text in it is none</source>
        <translation>其中有一段文字無效</translation>
    </message>
    <message>
        <source>it took too long</source>
        <translation>花費時間過長</translation>
    </message>
    <message>
        <source>it is read-only. Allow yourself to write to it and to its folder</source>
        <extracomment>Of the library.</extracomment>
        <translation>圖庫是唯讀的。請取得圖庫及其資料夾的寫入權限</translation>
    </message>
    <message>
        <source>access is not allowed. Allow yourself to write to it and to its folder</source>
        <extracomment>To the library.</extracomment>
        <translation>不允許存取圖庫。請取得圖庫及其資料夾的寫入權限</translation>
    </message>
    <message>
        <source>the disk is full. Free some space</source>
        <translation>磁碟已滿。請釋放一些空間</translation>
    </message>
    <message>
        <source>its beginning is overwritten</source>
        <extracomment>Of the library&apos;s file.</extracomment>
        <translation>檔案開頭已被覆寫</translation>
    </message>
    <message>
        <source>no whole copy of it can be made</source>
        <translation>無法製作它的完整副本</translation>
    </message>
    <message>
        <source>it cannot be opened. Look whether its drive is connected, whether its folder exists and whether you may write there</source>
        <extracomment>The library.</extracomment>
        <translation>圖庫無法開啟。請檢查其磁碟機是否已連接、資料夾是否存在，以及您是否有寫入權限</translation>
    </message>
    <message>
        <source>its drive reports an error. Look whether the drive is connected and healthy</source>
        <extracomment>The library&apos;s.</extracomment>
        <translation>圖庫的磁碟機回報錯誤。請檢查磁碟機是否已連接且狀況良好</translation>
    </message>
    <message>
        <source>{folder} lies in the watched folder {root}, so what is exported there would be taken for more photos. Choose a folder outside of it.</source>
        <translation>{folder} 位於受監看的資料夾 {root} 中，匯出到那裡的內容會被當作新照片。請選擇此資料夾之外的位置。</translation>
    </message>
    <message>
        <source>There is not enough space for {place} ({reason}). Free some, or choose another drive, then export again.</source>
        <translation>沒有足夠的空間存放 {place}（{reason}）。請釋放一些空間或選擇其他磁碟機，然後重新匯出。</translation>
    </message>
    <message>
        <source>{place} cannot be written ({reason}). Choose another place, then export again.</source>
        <translation>無法寫入 {place}（{reason}）。請選擇其他位置，然後重新匯出。</translation>
    </message>
    <message>
        <source>{file} is not there. Connect its drive or bring it back, then export again.</source>
        <translation>{file} 不在那裡。請連接其所在的磁碟機或將其放回，然後重新匯出。</translation>
    </message>
    <message>
        <source>{file} was replaced by another picture, which does not show them.</source>
        <extracomment>The person whose photos are exported.</extracomment>
        <translation>{file} 已被另一張圖片取代，其中沒有此人。</translation>
    </message>
    <message>
        <source>{file} cannot be linked from {folder}. Choose a folder on the same drive, or copy instead.</source>
        <translation>無法從 {folder} 連結 {file}。請選擇同一磁碟機上的資料夾，或改為複製。</translation>
    </message>
    <message>
        <source>{file} could not be exported to {folder} ({reason}). Look after that, then export again.</source>
        <translation>無法將 {file} 匯出到 {folder}（{reason}）。請解決此問題，然後重新匯出。</translation>
    </message>
    <message>
        <source>{file} cannot be read ({reason}). Look after that, then export again.</source>
        <translation>無法讀取 {file}（{reason}）。請解決此問題，然後重新匯出。</translation>
    </message>
    <message>
        <source>Noted that {whom} is in a photo</source>
        <translation>已記錄「{whom}」在一張照片中</translation>
    </message>
    <message>
        <source>Took back that {whom} is in a photo</source>
        <translation>已收回「{whom}」在一張照片中的記錄</translation>
    </message>
    <message numerus="yes">
        <source>Read %n name(s) from photos</source>
        <translation>
            <numerusform>從照片中讀取了 %n 個名字</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Imported the names in %n photo(s) from {program}</source>
        <extracomment>The program is digiKam, Picasa and the like.</extracomment>
        <translation>
            <numerusform>從 {program} 匯入了 %n 張照片中的名字</numerusform>
        </translation>
    </message>
    <message>
        <source>Imported what was said of people from {program}</source>
        <extracomment>Birthdays, notes, who is not whom.</extracomment>
        <translation>已從 {program} 匯入有關人物的資訊</translation>
    </message>
    <message>
        <source>Wrote names into photos</source>
        <translation>已將名字寫入照片</translation>
    </message>
    <message numerus="yes">
        <source>Wrote names into %n photo(s)</source>
        <translation>
            <numerusform>已將名字寫入 %n 張照片</numerusform>
        </translation>
    </message>
    <message>
        <source>{file} is not there. Check its name, or connect its drive.</source>
        <translation>「{file}」不存在。請檢查名稱，或連接其所在磁碟。</translation>
    </message>
    <message>
        <source>{file} is packed. Unpack it, with all other parts of the same export, into one folder, add that folder to your library, and import the folder.</source>
        <translation>「{file}」是壓縮檔。請將其與同一次匯出的其他部分一起解壓縮到一個資料夾，將該資料夾加入圖庫，再匯入該資料夾。</translation>
    </message>
    <message>
        <source>In {folder} there is nothing of digiKam, Picasa, Google Takeout or osxphotos. Choose digikam4.db, or a folder of photos that one of the others was used with. Names that Lightroom, Immich and others keep in the photos or beside them (XMP) need no import: they are read when the folder is added.</source>
        <translation>「{folder}」中沒有 digiKam、Picasa、Google Takeout 或 osxphotos 的資料。請選擇 digikam4.db，或曾用其他程式處理過的照片資料夾。Lightroom、Immich 等程式儲存在照片內或照片旁（XMP）的名字不必匯入：加入資料夾時會自動讀取。</translation>
    </message>
    <message>
        <source>{file} cannot be read as a digiKam database ({reason}). Close digiKam and try again; if that does not help, restore the file from a backup.</source>
        <translation>無法將「{file}」作為 digiKam 資料庫讀取（{reason}）。請關閉 digiKam 後重試；若仍不行，請從備份還原此檔案。</translation>
    </message>
    <message>
        <source>{file} cannot be opened. Choose digikam4.db, or the folder that it is in.</source>
        <translation>無法開啟「{file}」。請選擇 digikam4.db 或其所在資料夾。</translation>
    </message>
    <message>
        <source>{file} is no SQLite database. Choose digiKam&apos;s digikam4.db.</source>
        <translation>「{file}」不是 SQLite 資料庫。請選擇 digiKam 的 digikam4.db。</translation>
    </message>
    <message>
        <source>{file} is larger than a digiKam database can be.</source>
        <translation>「{file}」超過了 digiKam 資料庫可能的大小。</translation>
    </message>
    <message>
        <source>{file} could not be copied to be read. Close digiKam and try again, or make room on the drive.</source>
        <translation>無法複製「{file}」以供讀取。請關閉 digiKam 後重試，或在磁碟上騰出空間。</translation>
    </message>
    <message>
        <source>{file} has not the tables of digiKam. Choose digiKam&apos;s digikam4.db.</source>
        <translation>「{file}」沒有 digiKam 的資料表。請選擇 digiKam 的 digikam4.db。</translation>
    </message>
    <message>
        <source>{file} is no file. Choose the JSON file that Familiar has exported.</source>
        <translation>「{file}」不是檔案。請選擇 Familiar 匯出的 JSON 檔案。</translation>
    </message>
    <message>
        <source>{file} is damaged or not whole. Export the names anew.</source>
        <translation>「{file}」已損壞或不完整。請重新匯出名字。</translation>
    </message>
    <message>
        <source>{file} cannot be read. Check the drive it is on.</source>
        <translation>無法讀取「{file}」。請檢查其所在磁碟。</translation>
    </message>
    <message>
        <source>{file} has no names of Familiar. Choose the JSON file that it has exported.</source>
        <translation>「{file}」中沒有 Familiar 的名字。請選擇它匯出的 JSON 檔案。</translation>
    </message>
    <message>
        <source>{file} was written by a newer Familiar. Import it with that version or a newer one.</source>
        <translation>「{file}」由較新的 Familiar 寫成。請用該版本或更新版本匯入。</translation>
    </message>
    <message>
        <source>{file} has no people of osxphotos. Make the file with osxphotos query --json, or export with --sidecar json and choose the folder. The report of an export has no people.</source>
        <translation>「{file}」中沒有 osxphotos 的人物。請用 osxphotos query --json 產生檔案，或用 --sidecar json 匯出並選擇該資料夾。匯出報告中沒有人物。</translation>
    </message>
    <message>
        <source>{file} has no JSON files of osxphotos beside its photos. Export with --sidecar json, or choose the file that osxphotos query --json made.</source>
        <translation>「{file}」的照片旁沒有 osxphotos 的 JSON 檔案。請用 --sidecar json 匯出，或選擇 osxphotos query --json 產生的檔案。</translation>
    </message>
    <message>
        <source>No folder in {folder} has a .picasa.ini. Choose the folder whose photos Picasa showed.</source>
        <translation>「{folder}」中沒有任何資料夾含有 .picasa.ini。請選擇 Picasa 所顯示照片的資料夾。</translation>
    </message>
    <message>
        <source>{file} cannot be opened. Check that you may read it.</source>
        <translation>無法開啟「{file}」。請確認您有權讀取。</translation>
    </message>
    <message>
        <source>{file} is no plain file. Choose another.</source>
        <translation>「{file}」不是一般檔案。請另選一個。</translation>
    </message>
    <message>
        <source>{file} is not there, or no plain file. Choose another.</source>
        <translation>「{file}」不存在或不是一般檔案。請另選一個。</translation>
    </message>
    <message>
        <source>{file} is larger than such a file can be ({number} MB) and was left out.</source>
        <translation>「{file}」超過了此類檔案可能的大小（{number} MB），已略過。</translation>
    </message>
    <message>
        <source>{file} is damaged or no JSON file, and was left out. Export it anew.</source>
        <translation>「{file}」已損壞或不是 JSON 檔案，已略過。請重新匯出。</translation>
    </message>
    <message>
        <source>{file} is damaged or no JSON file. Make it anew.</source>
        <translation>「{file}」已損壞或不是 JSON 檔案。請重新產生。</translation>
    </message>
    <message>
        <source>{folder} has no JSON files of a Google Takeout. Unpack all parts of the Takeout into one folder and choose that.</source>
        <translation>「{folder}」中沒有 Google Takeout 的 JSON 檔案。請將 Takeout 的所有部分解壓縮到一個資料夾並選擇該資料夾。</translation>
    </message>
    <message>
        <source>A tag of {file} has no name that a person can have (number {number}), and was left out.</source>
        <translation>「{file}」中有一個標籤（編號 {number}）的名稱不能用作人名，已略過。</translation>
    </message>
    <message>
        <source>digiKam has {number} tags for people called {name} ({tags}); they become one person.</source>
        <extracomment>The tags are separated by commas.</extracomment>
        <translation>digiKam 有 {number} 個名為「{name}」的人物標籤（{tags}）；它們將成為同一人。</translation>
    </message>
    <message>
        <source>The places of {number} faces in {file} cannot be read; their names are kept without a place.</source>
        <translation>無法讀取「{file}」中 {number} 張人臉的位置；其名字以無位置的方式保留。</translation>
    </message>
    <message>
        <source>{number} photos of {file} are in no folder that it knows, and were left out.</source>
        <translation>「{file}」中有 {number} 張照片不在其已知的任何資料夾中，已略過。</translation>
    </message>
    <message>
        <source>{file} names people, but its photo is not beside it.</source>
        <translation>「{file}」列出了人物，但其照片不在旁邊。</translation>
    </message>
    <message>
        <source>{number} entries of {file} are no photos and were left out.</source>
        <translation>「{file}」中有 {number} 項不是照片，已略過。</translation>
    </message>
    <message>
        <source>{number} entries of {file} say nothing that can be used.</source>
        <translation>「{file}」中有 {number} 項沒有可用的內容。</translation>
    </message>
    <message>
        <source>{number} faces of {times} people have a number instead of a name. Copy Picasa&apos;s contacts.xml into {folder} and import again.</source>
        <translation>{times} 個人物的 {number} 張人臉只有編號而沒有名字。請將 Picasa 的 contacts.xml 複製到「{folder}」後重新匯入。</translation>
    </message>
    <message>
        <source>{file} has faces of {number} photos whose names lead out of the folder; they were left out.</source>
        <translation>「{file}」中有 {number} 張照片的名稱指向資料夾之外；其人臉已略過。</translation>
    </message>
    <message>
        <source>{number} faces of {file} cannot be read and were left out.</source>
        <translation>無法讀取「{file}」中的 {number} 張人臉，已略過。</translation>
    </message>
    <message>
        <source>{number} photos in {folder} are cropped in Picasa only, such as {file}; their people are kept without a place.</source>
        <translation>「{folder}」中有 {number} 張照片只在 Picasa 中裁切過，例如「{file}」；其人物以無位置的方式保留。</translation>
    </message>
    <message>
        <source>{folder} cannot be listed. Check that you may read this folder.</source>
        <translation>無法列出「{folder}」。請確認您有權讀取此資料夾。</translation>
    </message>
    <message>
        <source>{folder} holds more files than can be read. Import its folders singly.</source>
        <translation>「{folder}」中的檔案太多，無法全部讀取。請逐個匯入其中的資料夾。</translation>
    </message>
    <message>
        <source>{number} files in {folder}, such as {file}, name people of photos that are not beside them. Unpack all parts of the Takeout into one folder and import again.</source>
        <translation>「{folder}」中有 {number} 個檔案（例如「{file}」）列出了人物，但照片不在旁邊。請將 Takeout 的所有部分解壓縮到一個資料夾後重新匯入。</translation>
    </message>
    <message>
        <source>{file} is not there, so its people are noted without a place. Connect its drive and import again.</source>
        <translation>「{file}」不存在，因此其人物以無位置的方式記錄。請連接其所在磁碟後重新匯入。</translation>
    </message>
    <message>
        <source>{file} is not as the library knows it, so its people are noted without a place. Bring the library up to date and import again.</source>
        <translation>「{file}」與圖庫所知不符，因此其人物以無位置的方式記錄。請更新圖庫後重新匯入。</translation>
    </message>
    <message>
        <source>{number} more photos could not be looked at.</source>
        <translation>另有 {number} 張照片無法查看。</translation>
    </message>
    <message>
        <source>Something else was done at the same time. Look at the history, then try again.</source>
        <translation>同時進行了其他操作。請查看歷史記錄後重試。</translation>
    </message>
    <message>
        <source>No photo below {folder} is known. Index it first: familiar index {folder}</source>
        <translation>「{folder}」之下沒有已知照片。請先建立索引：familiar index {folder}</translation>
    </message>
    <message>
        <source>What the files said before is no longer kept, so they stay as they are.</source>
        <translation>檔案之前的內容已不再保留，因此維持原樣。</translation>
    </message>
    <message>
        <source>Writing names was cut off before anything was written, so there is nothing to undo of it. Undo once more to take back what was done before.</source>
        <translation>寫入姓名在寫入任何內容之前就中斷了，因此沒有可以復原的內容。要復原之前的動作，請再復原一次。</translation>
    </message>
    <message>
        <source>{file} is not there, so it was left out. Connect its drive, then try again.</source>
        <translation>「{file}」不存在，已略過。請連接其所在磁碟後重試。</translation>
    </message>
    <message>
        <source>{file} was changed since, so it stays as it is.</source>
        <translation>「{file}」此後被變更過，因此維持原樣。</translation>
    </message>
    <message>
        <source>{file} cannot be made what it was, so it stays as it is.</source>
        <translation>「{file}」無法恢復原狀，因此維持現狀。</translation>
    </message>
    <message>
        <source>{file} stays as it is. It cannot be read or written ({reason}).</source>
        <translation>「{file}」維持原樣。無法讀取或寫入（{reason}）。</translation>
    </message>
    <message>
        <source>{file} stays as it is. {problem}</source>
        <extracomment>The problem is a sentence.</extracomment>
        <translation>「{file}」維持原樣。{problem}</translation>
    </message>
    <message>
        <source>It cannot be read ({reason}).</source>
        <translation>無法讀取（{reason}）。</translation>
    </message>
    <message>
        <source>It could not be written ({reason}). Check the drive it is on.</source>
        <translation>無法寫入（{reason}）。請檢查其所在磁碟。</translation>
    </message>
    <message>
        <source>It was changed at the same time. Index it first, then try again.</source>
        <translation>它同時被變更。請先建立索引再重試。</translation>
    </message>
    <message>
        <source>It is a link to a file that is no longer there.</source>
        <translation>它是指向已不存在檔案的連結。</translation>
    </message>
    <message>
        <source>It is no plain file, and only such are written to.</source>
        <translation>它不是一般檔案，只會寫入一般檔案。</translation>
    </message>
    <message>
        <source>It is write-protected. Allow writing to it, then try again.</source>
        <translation>它受寫入保護。請允許寫入後重試。</translation>
    </message>
    <message>
        <source>Its folder may not be written to. Give your account the right to write there.</source>
        <translation>不可寫入其所在資料夾。請為您的帳號授予寫入權限。</translation>
    </message>
    <message>
        <source>It is on a drive that may only be read. Copy it to another one, or connect that one anew.</source>
        <translation>它在唯讀磁碟上。請將其複製到其他磁碟，或重新連接該磁碟。</translation>
    </message>
    <message>
        <source>Its drive is full. Make room there, then try again.</source>
        <translation>其所在磁碟已滿。請騰出空間後重試。</translation>
    </message>
    <message>
        <source>Your share of its drive is full. Make room there, then try again.</source>
        <translation>您在該磁碟上的配額已滿。請騰出空間後重試。</translation>
    </message>
    <message>
        <source>Its folder is no longer there. Connect the drive it is on.</source>
        <translation>其所在資料夾已不存在。請連接其所在磁碟。</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <extracomment>Of a section at most, in logical pixels.</extracomment>
        <translation>設定</translation>
    </message>
    <message>
        <source>The model that finds faces</source>
        <translation>用來尋找人臉的模型</translation>
    </message>
    <message>
        <source>The model that tells people apart</source>
        <translation>用來分辨人物的模型</translation>
    </message>
    <message>
        <source>Forget them…</source>
        <translation>遺忘…</translation>
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
        <translation>檔案中的名字</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>視窗</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>隱私權</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 張照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) whose file is gone</source>
        <translation>
            <numerusform>%n 張照片的檔案已不存在</numerusform>
        </translation>
    </message>
    <message>
        <source>None</source>
        <translation>無</translation>
    </message>
    <message>
        <source>Larger groups, with more mistakes ({number})</source>
        <translation>較大的群組，錯誤較多（{number}）</translation>
    </message>
    <message>
        <source>Smaller, surer groups ({number})</source>
        <translation>較小、較準確的群組（{number}）</translation>
    </message>
    <message>
        <source>What suits the recogniser best ({number})</source>
        <translation>最適合此辨識模型（{number}）</translation>
    </message>
    <message>
        <source>New photos</source>
        <translation>新照片</translation>
    </message>
    <message>
        <source>Look at them as soon as they are there</source>
        <translation>一出現就查看</translation>
    </message>
    <message>
        <source>Look for them when asked</source>
        <translation>僅在要求時尋找</translation>
    </message>
    <message>
        <source>Copies and bursts</source>
        <translation>副本和連拍</translation>
    </message>
    <message>
        <source>Show the best, the others behind it</source>
        <translation>顯示最佳的一張，其餘收在其後</translation>
    </message>
    <message>
        <source>Show each photo</source>
        <translation>顯示每張相片</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>資料夾</translation>
    </message>
    <message>
        <source>Folders…</source>
        <translation>資料夾…</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>影片</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>遺失</translation>
    </message>
    <message>
        <source>Preview…</source>
        <translation>預覽…</translation>
    </message>
    <message>
        <source>See what another strictness would change, and choose it there</source>
        <translation>查看改用其他嚴格程度時的變更，並在該處選擇</translation>
    </message>
    <message>
        <source>Strictness</source>
        <translation>嚴格程度</translation>
    </message>
    <message>
        <source>Finding faces</source>
        <translation>尋找人臉</translation>
    </message>
    <message>
        <source>Telling people apart</source>
        <translation>分辨人物</translation>
    </message>
    <message>
        <source>digiKam, Picasa, Google Takeout, Apple Photos, another library</source>
        <translation>digiKam、Picasa、Google Takeout、Apple 照片、另一圖庫</translation>
    </message>
    <message>
        <source>Reading names</source>
        <translation>讀取名字</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>關鍵字</translation>
    </message>
    <message>
        <source>Writing names</source>
        <translation>寫入名字</translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation>其他程式</translation>
    </message>
    <message>
        <source>Import names…</source>
        <translation>匯入名字…</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外觀</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>與系統相同</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>淺色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>語言</translation>
    </message>
    <message>
        <source>About Familiar…</source>
        <translation>關於 Familiar…</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Nothing leaves this computer. To remove all that is known of a person, open their page and choose Forget for good.</source>
        <translation>任何資料都不會離開這部電腦。若要移除某個人物的所有資料，請開啟該人物的頁面，然後選擇「永久遺忘」。</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>刪除…</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>圖庫</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>匯出…</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>縮圖</translation>
    </message>
    <message>
        <source>Pictures of faces</source>
        <translation>人臉圖片</translation>
    </message>
    <message>
        <source>The language changes when Familiar is started again.</source>
        <translation>語言會在重新啟動 Familiar 後變更。</translation>
    </message>
    <message>
        <source>Forget the photos whose files are gone?</source>
        <translation>要遺忘檔案已不存在的照片嗎？</translation>
    </message>
    <message>
        <source>Their faces, and what you said of them, are removed for good; this cannot be undone. Photos on a drive that is away are not among them.</source>
        <translation>這些照片中的人臉，以及您對它們所做的標示，都會永久移除，且無法復原。位於未連接磁碟機上的照片不包含在內。</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) forgotten.</source>
        <translation>
            <numerusform>已遺忘 %n 張照片。</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete all thumbnails?</source>
        <translation>要刪除所有縮圖嗎？</translation>
    </message>
    <message>
        <source>They are made again when they are seen.</source>
        <translation>再次檢視時會重新製作。</translation>
    </message>
    <message>
        <source>Delete all pictures of faces?</source>
        <translation>要刪除所有人臉圖片嗎？</translation>
    </message>
    <message>
        <source>They are cut again from the photos when they are seen. Faces in photos that are away then have no picture, and another recogniser cannot embed them until the photos are back.</source>
        <translation>再次檢視時會從照片重新裁切。在照片恢復存取之前，無法存取的照片中的人臉不會有圖片，其他辨識模型也無法為其計算特徵向量。</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Shortcuts</source>
        <extracomment>The widest that the keys of one row may be before they go to the next line, in logical pixels. More keys than these are shown as one.</extracomment>
        <translation>快速鍵</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Pages</source>
        <translation>頁面</translation>
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
        <translation>開啟圖片…</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) found</source>
        <translation>
            <numerusform>找到 %n 張人臉</numerusform>
        </translation>
    </message>
    <message>
        <source>Click another face to look for it.</source>
        <translation>按一下其他人臉即可尋找。</translation>
    </message>
    <message>
        <source>A face without a name</source>
        <translation>未命名的人臉</translation>
    </message>
</context>
<context>
    <name>SplitDialog</name>
    <message>
        <source>this group</source>
        <extracomment>Rows of faces of a part that are seen at one time. A part that less probably belongs is ticked at first.</extracomment>
        <translation>此群組</translation>
    </message>
    <message>
        <source>Split {name}</source>
        <translation>拆分「{name}」</translation>
    </message>
    <message>
        <source>These parts look least like the rest. Ticked faces leave {name}: each part of several faces becomes an unnamed group, a face alone is nobody&apos;s again.</source>
        <translation>這些部分與其餘人臉最不相像。勾選的人臉會離開「{name}」：含有多張人臉的部分會成為未命名的群組，單獨一張人臉則不再屬於任何人。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message numerus="yes">
        <source>Split off %n face(s)</source>
        <translation>
            <numerusform>拆分出 %n 張人臉</numerusform>
        </translation>
    </message>
    <message>
        <source>Split off</source>
        <translation>拆分</translation>
    </message>
    <message>
        <source>At least one face must stay</source>
        <translation>至少必須留下一張人臉</translation>
    </message>
</context>
<context>
    <name>StandingFolders</name>
    <message>
        <source>Into none: names are written only when you ask for it.</source>
        <extracomment>Rows that are seen at one time.</extracomment>
        <translation>無：僅在您要求時寫入名字。</translation>
    </message>
    <message>
        <source>Folders into whose photos names are written</source>
        <translation>會將名字寫入其照片的資料夾</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>加入資料夾…</translation>
    </message>
    <message>
        <source>Write names into the photos of a folder…</source>
        <translation>將名字寫入某資料夾的照片…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Write no more names into the photos of the chosen folder</source>
        <translation>不再將名字寫入所選資料夾的照片</translation>
    </message>
    <message>
        <source>Whenever these folders have been looked through, names that you gave or confirmed are written into their photos, where that is lossless, else beside them; Undo takes it back.</source>
        <translation>每次查看過這些資料夾後，您取的或確認的名字會寫入其中的照片（在無損的情況下），否則寫在照片旁；可用「復原」收回。</translation>
    </message>
    <message>
        <source>Write names into the photos of this folder</source>
        <translation>將名字寫入此資料夾的照片</translation>
    </message>
    <message>
        <source>{folder} is in none of your folders, so Familiar does not know its photos. Add it to your folders first.</source>
        <translation>「{folder}」不在您的任何資料夾中，因此 Familiar 不了解其照片。請先將其加入您的資料夾。</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Choose a photo folder…</source>
        <translation>選擇照片資料夾…</translation>
    </message>
    <message>
        <source>Who is in your photos?</source>
        <translation>您的照片裡有誰？</translation>
    </message>
    <message>
        <source>Choose a folder with photos, or drop one here. Familiar finds the faces in them and puts each person&apos;s together; you give them names. Your photos are only read, and nothing leaves this computer.</source>
        <translation>選擇含有照片的資料夾，或將資料夾拖放到這裡。Familiar 會找出其中的人臉，並將同一人的人臉放在一起；您只需為他們命名。Familiar 只會讀取您的照片，任何資料都不會離開這部電腦。</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>歡迎</translation>
    </message>
    <message>
        <source>Choose a photo folder</source>
        <translation>選擇照片資料夾</translation>
    </message>
</context>
<context>
    <name>Suggestions</name>
    <message>
        <source>Suggestions</source>
        <extracomment>Suggestions that are visible without scrolling.</extracomment>
        <translation>建議</translation>
    </message>
</context>
<context>
    <name>Summaries</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 張照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n video(s)</source>
        <translation>
            <numerusform>%n 部影片</numerusform>
        </translation>
    </message>
    <message>
        <source>There are no photos in your folders.</source>
        <translation>您的資料夾中沒有照片。</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) read</source>
        <translation>
            <numerusform>已讀取 %n 張照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n video(s) read</source>
        <translation>
            <numerusform>已讀取 %n 部影片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) found</source>
        <translation>
            <numerusform>找到 %n 張人臉</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be used</source>
        <translation>
            <numerusform>%n 個檔案無法使用</numerusform>
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
        <translation>詢問的項目</translation>
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
        <translation>稍後詢問</translation>
    </message>
    <message>
        <source>Tick or untick</source>
        <translation>勾選或取消勾選</translation>
    </message>
    <message>
        <source>Show the photos</source>
        <translation>顯示照片</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍後</translation>
    </message>
    <message>
        <source>Show photos</source>
        <translation>顯示照片</translation>
    </message>
</context>
<context>
    <name>TimeLine</name>
    <message>
        <source>Time line</source>
        <extracomment>Left and right of the line, so that the sign of the shown moment has room, in logical pixels. So near a mark, in logical pixels, the mark is meant.</extracomment>
        <translation>時間軸</translation>
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
        <translation>{name}，影片，長度 {length}</translation>
    </message>
    <message>
        <source>{name}, with its RAW file</source>
        <translation>{name}，附 RAW 檔案</translation>
    </message>
    <message numerus="yes">
        <source>{name}, stack of %n photo(s)</source>
        <translation>
            <numerusform>{name}，%n 張相片的堆疊</numerusform>
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
        <translation>人臉最多優先</translation>
    </message>
    <message>
        <source>Last seen first</source>
        <translation>最近出現優先</translation>
    </message>
    <message>
        <source>No unnamed groups</source>
        <translation>沒有未命名的群組</translation>
    </message>
    <message>
        <source>Everybody who is seen at least twice has a name or is ignored. New groups appear here when photos are added.</source>
        <translation>所有出現至少兩次的人都已命名或已忽略。加入照片後，新的群組會出現在這裡。</translation>
    </message>
    <message>
        <source>Ignore who is seldom seen…</source>
        <translation>忽略很少出現的人物…</translation>
    </message>
</context>
<context>
    <name>VideoSettings</name>
    <message>
        <source>Look for people in them, too</source>
        <translation>也在其中尋找人物</translation>
    </message>
    <message>
        <source>Leave new ones out</source>
        <translation>略過新影片</translation>
    </message>
    <message>
        <source>Videos in the folders</source>
        <translation>資料夾中的影片</translation>
    </message>
    <message>
        <source>Videos that are in the library already stay there.</source>
        <translation>已在圖庫中的影片會保留。</translation>
    </message>
    <message>
        <source>Videos cannot be read here, because PyAV is not installed (a bundle comes without it). Start Familiar with python3 run.py, which installs it, or run: pip install av</source>
        <translation>此處無法讀取影片，因為未安裝 PyAV（套裝版不含 PyAV）。請用 python3 run.py 啟動 Familiar，它會安裝 PyAV；或執行：pip install av</translation>
    </message>
</context>
<context>
    <name>VideoStrip</name>
    <message>
        <source>The moment before at which somebody is seen (,)</source>
        <extracomment>The people take at most so much of the height, in logical pixels: three and the half of a fourth. Of a name, in logical pixels.</extracomment>
        <translation>上一個有人出現的時刻 (,)</translation>
    </message>
    <message>
        <source>The next moment at which somebody is seen (.)</source>
        <translation>下一個有人出現的時刻 (.)</translation>
    </message>
    <message>
        <source>▶ Play</source>
        <translation>▶ 播放</translation>
    </message>
    <message>
        <source>Play the video</source>
        <translation>播放影片</translation>
    </message>
    <message>
        <source>Play the video in the program that this computer has for it (P)</source>
        <translation>用此電腦上的播放程式播放影片 (P)</translation>
    </message>
    <message>
        <source>Nobody is seen in this video. Go where there is a face, and press D.</source>
        <translation>此影片中沒有看到任何人。請前往有人臉的時刻，然後按 D。</translation>
    </message>
    <message>
        <source>Who is seen in this video, and when</source>
        <translation>此影片中有誰，何時出現</translation>
    </message>
    <message>
        <source>{moment} of {length}</source>
        <translation>{moment} / {length}</translation>
    </message>
    <message>
        <source>Who?</source>
        <translation>這是誰？</translation>
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
        <translation>前往「{name}」</translation>
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
        <translation>「{folder}」已恢復存取。</translation>
    </message>
    <message>
        <source>{folder} has more folders than this computer lets programs watch, so changes there are noticed later. To notice them at once, allow more with “sudo sysctl fs.inotify.max_user_watches=1048576”, and start Familiar again.</source>
        <translation>「{folder}」中的資料夾數量超過這台電腦允許程式監看的上限，因此其中的變更會較晚才被發現。若要立即發現變更，請用「sudo sysctl fs.inotify.max_user_watches=1048576」提高上限，然後重新啟動 Familiar。</translation>
    </message>
    <message>
        <source>{folder} is empty now. If its drive was removed, connect it again; its photos are kept meanwhile.</source>
        <translation>「{folder}」現在是空的。如果其磁碟機已移除，請重新連接；在此期間會保留其中的照片。</translation>
    </message>
    <message>
        <source>{folder} is not there any more. If its drive was removed, connect it again; its photos are kept meanwhile.</source>
        <translation>已無法存取「{folder}」。如果其磁碟機已移除，請重新連接；在此期間會保留其中的照片。</translation>
    </message>
</context>
<context>
    <name>WriteDialog</name>
    <message>
        <source>Write names into photos</source>
        <extracomment>Of so many photos that are refused it is said over the whole row why; each span takes time.</extracomment>
        <translation>將名字寫入照片</translation>
    </message>
    <message>
        <source>{photos}: so that other programs find the names, too. Pictures and all else in the files stay as they are, to the last bit, and Undo gives every file back what it had.</source>
        <translation>{photos}：讓其他程式也能找到名字。影像和檔案中的其他內容逐位元維持不變，「復原」可讓每個檔案恢復原樣。</translation>
    </message>
    <message>
        <source>Into the files where that is lossless, else beside them</source>
        <translation>無損時寫入檔案，否則寫在旁邊</translation>
    </message>
    <message>
        <source>Always beside them (.xmp files)</source>
        <translation>一律寫在旁邊（.xmp 檔案）</translation>
    </message>
    <message>
        <source>Where the names go</source>
        <translation>名字寫到哪裡</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>What would be written</source>
        <translation>將寫入的內容</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>寫入</translation>
    </message>
    <message>
        <source>Looking at the photos…</source>
        <translation>正在查看照片…</translation>
    </message>
    <message>
        <source>Nothing is written yet.</source>
        <translation>尚未寫入任何內容。</translation>
    </message>
    <message>
        <source>Photos looked at</source>
        <translation>已查看的照片</translation>
    </message>
    <message>
        <source>{done} of {total} photos looked at</source>
        <translation>已查看 {done} / {total} 張照片</translation>
    </message>
    <message>
        <source>Nothing can be written</source>
        <translation>無法寫入</translation>
    </message>
    <message>
        <source>There is nothing to write</source>
        <translation>沒有可寫入的內容</translation>
    </message>
    <message>
        <source>These photos say already all that you confirmed of who is in them. What Familiar only supposes is not written: name faces, or confirm them, and come back.</source>
        <translation>這些照片已包含您確認過的所有人物。Familiar 僅推測的內容不會寫入：請為人臉命名或確認後再來。</translation>
    </message>
    <message numerus="yes">
        <source>Write into %n photo(s)</source>
        <translation>
            <numerusform>寫入 %n 張照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) will be written</source>
        <translation>
            <numerusform>將寫入 %n 張照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them beside the file</source>
        <translation>
            <numerusform>其中 %n 張寫在檔案旁</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with these names already</source>
        <translation>
            <numerusform>%n 張已有這些名字</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cannot be written</source>
        <translation>
            <numerusform>%n 張無法寫入</numerusform>
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
        <translation>寫入已停止；未寫入任何內容。</translation>
    </message>
    <message>
        <source>All these photos say already who is in them.</source>
        <translation>這些照片都已寫明其中有誰。</translation>
    </message>
    <message>
        <source>{reason} {number} more could not be written either.</source>
        <translation>{reason}另有 {number} 張也無法寫入。</translation>
    </message>
    <message>
        <source>Its folder cannot be reached. Connect its drive, then try again.</source>
        <translation>無法存取其所在資料夾。請連接其磁碟後重試。</translation>
    </message>
    <message>
        <source>It is no longer there. Its names stay in the library.</source>
        <translation>它已不存在。其名字保留在圖庫中。</translation>
    </message>
    <message>
        <source>It was changed since Familiar last looked. Press F5, then try again.</source>
        <translation>自 Familiar 上次查看後它被變更過。請按 F5 後重試。</translation>
    </message>
    <message>
        <source>It cannot be read ({detail}). Check that you may read it.</source>
        <translation>無法讀取（{detail}）。請確認您有權讀取。</translation>
    </message>
    <message>
        <source>It could not be looked at, so nobody in it is known.</source>
        <translation>無法查看，因此不知其中有誰。</translation>
    </message>
    <message>
        <source>Its folder is write-protected. Allow writing to it, then try again.</source>
        <translation>其所在資料夾受寫入保護。請允許寫入後重試。</translation>
    </message>
    <message>
        <source>What is beside it says something already that cannot be extended.</source>
        <translation>其旁邊檔案的現有內容無法擴充。</translation>
    </message>
    <message>
        <source>What is known of it has changed since it was shown. Look once more.</source>
        <translation>自顯示以來，已知內容有變。請再看一次。</translation>
    </message>
    <message>
        <source>Nothing was written. {detail}</source>
        <translation>未寫入任何內容。{detail}</translation>
    </message>
    <message>
        <source>Only a part was written, and could not be taken back. {detail}</source>
        <translation>只寫入了一部分，而且無法收回。{detail}</translation>
    </message>
</context>
<context>
    <name>_Card</name>
    <message>
        <source>{name} and {other}: {chance} the same person</source>
        <extracomment>Who it is that may be this person; None for a face of nobody.</extracomment>
        <translation>「{name}」和「{other}」：{chance}是同一人</translation>
    </message>
    <message>
        <source>This group</source>
        <translation>此群組</translation>
    </message>
    <message>
        <source>{told}. Double-click to see the photos.</source>
        <translation>{told}。按兩下即可查看照片。</translation>
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
        <translation>是，是同一人：{who}</translation>
    </message>
    <message>
        <source>No, not the same person: {who}</source>
        <translation>否，不是同一人：{who}</translation>
    </message>
    <message>
        <source>Yes, the same person</source>
        <translation>是，是同一人</translation>
    </message>
    <message>
        <source>No, not the same person</source>
        <translation>否，不是同一人</translation>
    </message>
    <message>
        <source>Show photos</source>
        <translation>顯示照片</translation>
    </message>
    <message>
        <source>Go to them</source>
        <translation>前往該人物</translation>
    </message>
    <message>
        <source>A face seen once</source>
        <translation>只出現一次的人臉</translation>
    </message>
    <message>
        <source>Another group</source>
        <translation>另一個群組</translation>
    </message>
</context>
<context>
    <name>_PartBox</name>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n 張人臉</numerusform>
        </translation>
    </message>
    <message>
        <source>Stays: {faces}</source>
        <translation>保留：{faces}</translation>
    </message>
    <message>
        <source>{faces}, {percent} % sure to belong</source>
        <translation>{faces}，屬於這裡的可能性 {percent}%</translation>
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
        <translation>{name}：{chance}是同一人，{number}</translation>
    </message>
    <message>
        <source>Show the person</source>
        <translation>顯示人物</translation>
    </message>
    <message>
        <source>Look for this face</source>
        <translation>尋找這張人臉</translation>
    </message>
</context>
<context>
    <name>_SideCard</name>
    <message>
        <source>Click to see the photo</source>
        <translation>按一下即可查看照片</translation>
    </message>
    <message>
        <source>Show photo</source>
        <translation>顯示照片</translation>
    </message>
    <message>
        <source>Find this face in other photos</source>
        <translation>在其他照片中尋找這張人臉</translation>
    </message>
    <message>
        <source>Go to {name}</source>
        <translation>前往「{name}」</translation>
    </message>
    <message>
        <source>Go to the group</source>
        <translation>前往群組</translation>
    </message>
</context>
<context>
    <name>_TileDelegate</name>
    <message>
        <source>later</source>
        <translation>稍後</translation>
    </message>
</context>
<context>
    <name>chances</name>
    <message>
        <source>almost certainly</source>
        <extracomment>From so many percent on a chance is called by each of the words, the highest first. From so many percent on something is probable rather than not.</extracomment>
        <translation>幾乎確定</translation>
    </message>
    <message>
        <source>very probably</source>
        <translation>很有可能</translation>
    </message>
    <message>
        <source>probably</source>
        <translation>有可能</translation>
    </message>
    <message>
        <source>perhaps</source>
        <translation>或許</translation>
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
        <translation>幾乎不可能</translation>
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
