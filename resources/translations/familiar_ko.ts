<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Familiar</source>
        <translation>Familiar 정보</translation>
    </message>
    <message>
        <source>Organises photos by the people in them, on this computer alone. Free software under the MIT licence, without any warranty; its parts have licences of their own.</source>
        <translation>사진 속 사람별로 사진을 정리하며, 이 컴퓨터에서만 작동합니다. MIT 라이선스에 따른 자유 소프트웨어이며 어떠한 보증도 하지 않습니다. 구성 요소에는 각각의 라이선스가 있습니다.</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>구성 요소</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>Parts of Familiar</source>
        <translation>Familiar의 구성 요소</translation>
    </message>
    <message>
        <source>Text of the licence</source>
        <translation>라이선스 전문</translation>
    </message>
    <message>
        <source>This part came without the text of its licence.</source>
        <translation>이 구성 요소에는 라이선스 전문이 포함되어 있지 않습니다.</translation>
    </message>
</context>
<context>
    <name>AlikeStrip</name>
    <message>
        <source>Go to the review</source>
        <extracomment>Look-alikes shown at one time; more follow when these are answered.</extracomment>
        <translation>검토 페이지로 이동</translation>
    </message>
    <message>
        <source>Look-alikes to review</source>
        <translation>검토할 닮은 얼굴</translation>
    </message>
    <message numerus="yes">
        <source>%n look-alike(s) to review</source>
        <translation>
            <numerusform>검토할 닮은 얼굴 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Yes to the %n probable one(s)</source>
        <translation>
            <numerusform>가능성 높은 %n개에 모두 ‘예’</numerusform>
        </translation>
    </message>
    <message>
        <source>Say yes to all of these that are probable; you can undo it</source>
        <translation>가능성이 높은 항목에 모두 ‘예’로 답합니다. 실행 취소할 수 있습니다</translation>
    </message>
    <message numerus="yes">
        <source>Probably %n more face(s) elsewhere ›</source>
        <translation>
            <numerusform>다른 곳에 얼굴 %n개 더 있을 수 있음 ›</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BirthdayDialog</name>
    <message>
        <source>Birthday</source>
        <translation>생일</translation>
    </message>
    <message>
        <source>When was {name} born? No face in an older photo is taken for theirs, and photos can be ordered by age.</source>
        <translation>{name}의 생일은 언제입니까? 그보다 오래된 사진의 얼굴은 이 인물로 분류되지 않으며, 사진을 나이순으로 정렬할 수 있습니다.</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>Set birthday</source>
        <translation>생일 설정</translation>
    </message>
</context>
<context>
    <name>Completions</name>
    <message>
        <source>{label}, {kind}</source>
        <extracomment>The `Completion` of a row. The face to show for a person, 0 for none. What kind of thing it is, in words.</extracomment>
        <translation>{label}, {kind}</translation>
    </message>
    <message>
        <source>person</source>
        <translation>인물</translation>
    </message>
    <message>
        <source>word</source>
        <translation>검색어</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>카메라</translation>
    </message>
    <message>
        <source>year</source>
        <translation>연도</translation>
    </message>
    <message>
        <source>place</source>
        <translation>장소</translation>
    </message>
    <message>
        <source>and</source>
        <translation>그리고</translation>
    </message>
    <message>
        <source>with</source>
        <translation>함께</translation>
    </message>
    <message>
        <source>or</source>
        <translation>또는</translation>
    </message>
    <message>
        <source>not</source>
        <translation>제외</translation>
    </message>
    <message>
        <source>without</source>
        <translation>제외</translation>
    </message>
    <message>
        <source>only</source>
        <translation>이 인물만</translation>
    </message>
    <message>
        <source>undated</source>
        <translation>날짜 없음</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>파일 없음</translation>
    </message>
    <message>
        <source>without faces</source>
        <translation>얼굴 없음</translation>
    </message>
    <message>
        <source>no faces</source>
        <translation>얼굴 없음</translation>
    </message>
    <message>
        <source>unnamed faces</source>
        <translation>이름 없는 얼굴</translation>
    </message>
    <message>
        <source>before</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>after</source>
        <translation>이후</translation>
    </message>
    <message>
        <source>in:</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>folder:</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>camera:</source>
        <translation>카메라</translation>
    </message>
    <message>
        <source>file:</source>
        <translation>파일</translation>
    </message>
</context>
<context>
    <name>CoverDelegate</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <extracomment>Pictures are asked for in steps of so many pixels, so that changing their size finds most of them there. A small picture may be drawn so much larger before it looks blurred. Beside and above a cover. Pictures cut into shape that are kept, and words under covers. The diameter of a cover, in logical pixels. Whom something is being dragged over.</extracomment>
        <translation>
            <numerusform>사진 %n장</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Seen once</source>
        <translation>한 번만 나옴</translation>
    </message>
    <message>
        <source>Add name</source>
        <translation>이름 추가</translation>
    </message>
</context>
<context>
    <name>CoverGrid</name>
    <message>
        <source>{name}: the same person?</source>
        <extracomment>The least width of the field for a name, in logical pixels: that of a tile with a cover of the usual size. Keys that end a name, and such as nobody writes one with. The field that is open. Qt asks `eventFilter` while the view is still being made. A name is perhaps still being written for somebody who is gone. What keys do to those who are selected, besides. What the user was at while everybody is shown anew, and who was being named, if anybody.</extracomment>
        <translation>{name}: 같은 인물입니까?</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름 지정</translation>
    </message>
</context>
<context>
    <name>CoversPage</name>
    <message>
        <source>Filter by name</source>
        <extracomment>Whether the ignored are shown, in place of the others. Of whom something else may be shown than `_found` knows; None for everybody.</extracomment>
        <translation>이름으로 필터링</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>정렬</translation>
    </message>
    <message>
        <source>Size of covers</source>
        <translation>대표 사진 크기</translation>
    </message>
    <message>
        <source>Nobody has such a name</source>
        <translation>해당 이름의 인물이 없음</translation>
    </message>
    <message>
        <source>There are no photos yet</source>
        <translation>아직 사진이 없음</translation>
    </message>
    <message>
        <source>Drop a folder with photos on this window. The people in them appear here by themselves.</source>
        <translation>사진이 있는 폴더를 이 창으로 끌어다 놓으십시오. 사진 속 인물이 여기에 자동으로 표시됩니다.</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>이름순</translation>
    </message>
    <message>
        <source>Most faces first</source>
        <translation>얼굴 많은 순</translation>
    </message>
    <message>
        <source>Last seen first</source>
        <translation>최근에 나온 순</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>병합</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>무시</translation>
    </message>
    <message>
        <source>All photos of {name}</source>
        <translation>“{name}”의 모든 사진</translation>
    </message>
    <message>
        <source>Photos of this group</source>
        <translation>이 그룹의 사진</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>이름 변경</translation>
    </message>
    <message>
        <source>Add name</source>
        <translation>이름 추가</translation>
    </message>
    <message>
        <source>Merge with…</source>
        <translation>다른 인물과 병합…</translation>
    </message>
    <message>
        <source>Remove the name</source>
        <translation>이름 제거</translation>
    </message>
    <message>
        <source>Set birthday…</source>
        <translation>생일 설정…</translation>
    </message>
    <message>
        <source>Notes…</source>
        <translation>메모…</translation>
    </message>
    <message>
        <source>Export photos…</source>
        <translation>사진 내보내기…</translation>
    </message>
    <message>
        <source>Write names into photos…</source>
        <translation>사진에 이름 쓰기…</translation>
    </message>
    <message>
        <source>Forget for good…</source>
        <translation>완전히 잊기…</translation>
    </message>
    <message numerus="yes">
        <source>Merge %n people</source>
        <translation>
            <numerusform>인물 %n명 병합</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody here is called “{text}”.</source>
        <translation>이름이 “{text}”인 인물이 없습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n개 선택됨</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Familiar is still at work on the photos. Wait until that has ended, or cancel it, and try again.</source>
        <extracomment>What follows from the user&apos;s actions is worked out once they have paused for so long, in milliseconds.</extracomment>
        <translation>Familiar가 아직 사진을 처리하고 있습니다. 끝날 때까지 기다리거나 취소한 다음 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>Somebody whom this is about is no more. Nothing was changed.</source>
        <translation>대상 인물이 더 이상 없습니다. 변경된 내용은 없습니다.</translation>
    </message>
    <message>
        <source>Something went wrong that should not have: {problem}. Nothing is lost.</source>
        <translation>예기치 않은 문제가 발생했습니다: {problem}. 손실된 데이터는 없습니다.</translation>
    </message>
</context>
<context>
    <name>DifferenceModel</name>
    <message>
        <source>Who</source>
        <extracomment>`Face.id` of the face to show; 0 for none.</extracomment>
        <translation>인물</translation>
    </message>
    <message>
        <source>Faces now</source>
        <translation>현재 얼굴</translation>
    </message>
    <message>
        <source>Faces then</source>
        <translation>변경 후 얼굴</translation>
    </message>
    <message>
        <source>Would come</source>
        <translation>추가될 얼굴</translation>
    </message>
    <message>
        <source>Would leave</source>
        <translation>빠질 얼굴</translation>
    </message>
    <message>
        <source>Return or a double click shows them</source>
        <translation>Enter 키를 누르거나 두 번 클릭하면 해당 인물이 표시됩니다</translation>
    </message>
    <message>
        <source>Return or a double click shows a photo with one of these faces</source>
        <translation>Enter 키를 누르거나 두 번 클릭하면 이 중 한 얼굴이 있는 사진이 표시됩니다</translation>
    </message>
    <message numerus="yes">
        <source>A new group of %n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개의 새 그룹</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A group of %n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개의 그룹</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DifferenceTable</name>
    <message>
        <source>Who would change</source>
        <translation>변경될 인물</translation>
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
        <translation>yyyy년 M월 d일</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <extracomment>Longest sides of the pictures in an album, in pixels; the second is usual. An export that is not refused within so many milliseconds goes on without the dialog.
----------
An export that goes on runs beside the window.</extracomment>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>All photos</source>
        <translation>모든 사진</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>사진</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>선택…</translation>
    </message>
    <message>
        <source>What</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>용지</translation>
    </message>
    <message>
        <source>Photos in a row</source>
        <translation>한 줄의 사진 수</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>사본</translation>
    </message>
    <message>
        <source>The same files under a second name (hard links)</source>
        <translation>같은 파일의 다른 이름(하드 링크)</translation>
    </message>
    <message>
        <source>Links to the photos (symbolic links)</source>
        <translation>사진을 가리키는 링크(심볼릭 링크)</translation>
    </message>
    <message>
        <source>{name} ({width} × {height} mm)</source>
        <translation>{name}({width} × {height} mm)</translation>
    </message>
    <message>
        <source>Up to {side} pixels a side</source>
        <translation>한 변 최대 {side}픽셀</translation>
    </message>
    <message>
        <source>A folder with the photos</source>
        <translation>사진이 든 폴더</translation>
    </message>
    <message>
        <source>A zip file with the photos</source>
        <translation>사진이 든 zip 파일</translation>
    </message>
    <message>
        <source>An album for the browser (HTML)</source>
        <translation>브라우저용 앨범(HTML)</translation>
    </message>
    <message>
        <source>Contact sheets (PDF)</source>
        <translation>밀착 인화 시트(PDF)</translation>
    </message>
    <message>
        <source>Contact sheets (pictures)</source>
        <translation>밀착 인화 시트(그림)</translation>
    </message>
    <message>
        <source>All names, to be read by programs (JSON)</source>
        <translation>모든 이름, 프로그램용(JSON)</translation>
    </message>
    <message>
        <source>All names, as a table (CSV)</source>
        <translation>모든 이름, 표 형식(CSV)</translation>
    </message>
    <message>
        <source>The photos stay as they are, with all that the camera noted, such as the place. Nothing is overwritten.</source>
        <translation>사진은 촬영 장소 등 카메라가 기록한 모든 정보와 함께 그대로 유지됩니다. 아무것도 덮어쓰지 않습니다.</translation>
    </message>
    <message>
        <source>Small pictures in rows, with names and dates, to be printed. They tell nothing of place and camera.</source>
        <translation>이름과 날짜가 있는 작은 그림을 줄지어 인쇄할 수 있습니다. 장소와 카메라 정보는 들어 있지 않습니다.</translation>
    </message>
    <message>
        <source>A page that opens in every browser, without this program and without a network: photos, people to choose from, names on faces. Pictures tell nothing of place and camera.</source>
        <translation>이 프로그램이나 네트워크 없이 어느 브라우저에서나 열리는 페이지입니다. 사진과 선택할 수 있는 인물, 얼굴 위의 이름이 있습니다. 그림에는 장소와 카메라 정보가 들어 있지 않습니다.</translation>
    </message>
    <message>
        <source>Who is where in all photos, with birthdays and notes; another library can import the JSON file. It is not meant for others.</source>
        <translation>모든 사진에서 누가 어디에 있는지와 생일, 메모입니다. 다른 라이브러리에서 JSON 파일을 가져올 수 있습니다. 다른 사람에게 줄 파일이 아닙니다.</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>내보낼 위치</translation>
    </message>
</context>
<context>
    <name>Exports</name>
    <message>
        <source>en</source>
        <extracomment>What jobs call their stages. The remaining time is shown once so many seconds are behind. Under which the folder is kept that was exported to last. The language of the translation, as web pages name it: zh-Hans, zh-Hant, ko.</extracomment>
        <translation>ko</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>사진</translation>
    </message>
    <message>
        <source>{n} photos</source>
        <translation>사진 {n}장</translation>
    </message>
    <message>
        <source>1 photo</source>
        <translation>사진 1장</translation>
    </message>
    <message>
        <source>People</source>
        <translation>인물</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>모두</translation>
    </message>
    <message>
        <source>Show larger</source>
        <translation>크게 보기</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>이전 사진</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>다음 사진</translation>
    </message>
    <message>
        <source>Back to all photos</source>
        <translation>모든 사진으로 돌아가기</translation>
    </message>
    <message>
        <source>No date</source>
        <translation>날짜 없음</translation>
    </message>
    <message>
        <source>Also: {names}</source>
        <extracomment>People who are in a photo, nobody knows where.</extracomment>
        <translation>그 외: {names}</translation>
    </message>
    <message>
        <source>The export was stopped. What is in the folder by now stays there.</source>
        <translation>내보내기를 중지했습니다. 이미 폴더에 있는 것은 그대로 남습니다.</translation>
    </message>
    <message>
        <source>The export was stopped; nothing was made.</source>
        <translation>내보내기를 중지했습니다. 아무것도 만들지 않았습니다.</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>폴더에서 보기</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Names exported to {place}: {faces}.</source>
        <translation>이름을 {place}(으)로 내보냈습니다: {faces}.</translation>
    </message>
    <message>
        <source>{files} exported to {place}.</source>
        <translation>{files}을(를) {place}(으)로 내보냈습니다.</translation>
    </message>
    <message>
        <source>All these photos had been exported to {place} before.</source>
        <translation>이 사진들은 전에 모두 {place}(으)로 내보냈습니다.</translation>
    </message>
    <message>
        <source>No photo was exported.</source>
        <translation>내보낸 사진이 없습니다.</translation>
    </message>
    <message>
        <source>{reason} {number} more could not be exported either.</source>
        <translation>{reason} 그 밖에 {number}장도 내보낼 수 없었습니다.</translation>
    </message>
</context>
<context>
    <name>FaceActions</name>
    <message>
        <source>Confirm</source>
        <extracomment>`Person.id` of whose faces these are.</extracomment>
        <translation>확인</translation>
    </message>
    <message>
        <source>Not this person</source>
        <translation>이 인물이 아님</translation>
    </message>
    <message>
        <source>Move to…</source>
        <translation>이동…</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>무시</translation>
    </message>
    <message>
        <source>Use as cover</source>
        <translation>대표 사진으로 사용</translation>
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
        <translation>무시됨</translation>
    </message>
    <message>
        <source>{name} (ignored)</source>
        <translation>{name}(무시됨)</translation>
    </message>
    <message>
        <source>Who is this?</source>
        <translation>누구입니까?</translation>
    </message>
    <message>
        <source>{name}?</source>
        <translation>{name}?</translation>
    </message>
    <message>
        <source>Move the box</source>
        <translation>상자 이동</translation>
    </message>
    <message>
        <source>Larger box</source>
        <translation>상자 크게</translation>
    </message>
    <message>
        <source>Smaller box</source>
        <translation>상자 작게</translation>
    </message>
    <message>
        <source>The box is right</source>
        <translation>상자 확정</translation>
    </message>
    <message>
        <source>From face to face</source>
        <translation>다음 얼굴로 이동</translation>
    </message>
    <message>
        <source>Name the face</source>
        <translation>얼굴에 이름 지정</translation>
    </message>
    <message>
        <source>Delete the box: no face</source>
        <translation>상자 삭제: 얼굴이 아님</translation>
    </message>
    <message>
        <source>Drag from one corner of the face to the other.</source>
        <translation>얼굴의 한쪽 모서리에서 반대쪽 모서리까지 드래그하십시오.</translation>
    </message>
</context>
<context>
    <name>FaceGrid</name>
    <message>
        <source>Tick the face</source>
        <extracomment>What the user was at while all rows are shown anew, and what these were.</extracomment>
        <translation>얼굴 체크</translation>
    </message>
    <message>
        <source>Open the photo</source>
        <translation>사진 열기</translation>
    </message>
    <message>
        <source>Look at the photo</source>
        <translation>사진 살펴보기</translation>
    </message>
</context>
<context>
    <name>FaceMenu</name>
    <message>
        <source>Name…</source>
        <translation>이름…</translation>
    </message>
    <message>
        <source>This is {name}</source>
        <translation>{name} 맞음</translation>
    </message>
    <message>
        <source>This is not {name}</source>
        <translation>{name} 아님</translation>
    </message>
    <message>
        <source>This is somebody else</source>
        <translation>다른 인물임</translation>
    </message>
    <message>
        <source>Use as cover</source>
        <translation>대표 사진으로 사용</translation>
    </message>
    <message>
        <source>Go to {name}</source>
        <translation>{name} 페이지로 이동</translation>
    </message>
    <message>
        <source>Go to the group</source>
        <translation>그룹 페이지로 이동</translation>
    </message>
    <message>
        <source>Find this person in other photos</source>
        <translation>다른 사진에서 이 인물 찾기</translation>
    </message>
    <message>
        <source>Restore this face</source>
        <translation>이 얼굴 복원</translation>
    </message>
    <message>
        <source>Ignore this face</source>
        <translation>이 얼굴 무시</translation>
    </message>
    <message>
        <source>Delete the box: no face</source>
        <translation>상자 삭제: 얼굴이 아님</translation>
    </message>
</context>
<context>
    <name>FaceNaming</name>
    <message>
        <source>Who is this? The whole group gets the name.</source>
        <extracomment>A box that was drawn, in the photo&apos;s coordinates, and what gets its name.</extracomment>
        <translation>누구입니까? 그룹 전체에 이 이름이 지정됩니다.</translation>
    </message>
    <message>
        <source>Return adds the group to {name}</source>
        <translation>Enter 키를 누르면 그룹이 {name}에 추가됩니다</translation>
    </message>
    <message>
        <source>Who is this?</source>
        <translation>누구입니까?</translation>
    </message>
    <message>
        <source>Return adds this face to {name}</source>
        <translation>Enter 키를 누르면 이 얼굴이 {name}에 추가됩니다</translation>
    </message>
    <message>
        <source>Who is this instead?</source>
        <translation>그럼 누구입니까?</translation>
    </message>
    <message>
        <source>Return says that this face is {name}</source>
        <translation>Enter 키를 누르면 이 얼굴이 {name}(으)로 지정됩니다</translation>
    </message>
    <message>
        <source>Who is this? Escape leaves the face without a name.</source>
        <translation>누구입니까? Esc 키를 누르면 이름 없이 둡니다.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
</context>
<context>
    <name>FacesBar</name>
    <message>
        <source>Faces</source>
        <translation>얼굴</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>사진</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>최신순</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>품질순</translation>
    </message>
    <message>
        <source>Outliers first</source>
        <translation>동떨어진 얼굴부터</translation>
    </message>
    <message>
        <source>Show faces or photos</source>
        <translation>얼굴 또는 사진 표시</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>정렬</translation>
    </message>
    <message>
        <source>Split…</source>
        <translation>분할…</translation>
    </message>
    <message>
        <source>Find faces that may be somebody else&apos;s</source>
        <translation>다른 인물일 수 있는 얼굴 찾기</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>선택 해제</translation>
    </message>
    <message>
        <source>By age</source>
        <translation>나이순</translation>
    </message>
    <message>
        <source>In videos</source>
        <translation>동영상 속</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n개 선택됨</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FacesModel</name>
    <message>
        <source>aged {years}</source>
        <extracomment>All faces, and those of them that are shown.</extracomment>
        <translation>{years}세</translation>
    </message>
    <message>
        <source>no date</source>
        <translation>날짜 없음</translation>
    </message>
    <message>
        <source>in a video at {moment}</source>
        <translation>동영상의 {moment}</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>확인됨</translation>
    </message>
    <message>
        <source>not confirmed</source>
        <translation>확인되지 않음</translation>
    </message>
</context>
<context>
    <name>FindPage</name>
    <message>
        <source>Find a person</source>
        <translation>인물 찾기</translation>
    </message>
    <message>
        <source>Look for who is in the copied picture</source>
        <translation>복사한 이미지 속 인물 찾기</translation>
    </message>
    <message>
        <source>Comparing faces…</source>
        <translation>얼굴 비교 중…</translation>
    </message>
    <message>
        <source>Looking for faces…</source>
        <translation>얼굴 찾는 중…</translation>
    </message>
    <message>
        <source>Open a picture…</source>
        <translation>이미지 열기…</translation>
    </message>
    <message>
        <source>Who is this?</source>
        <translation>누구입니까?</translation>
    </message>
    <message>
        <source>Drop a picture here, paste one, or open one, to find the people in it. It is only looked at, and not added to your library.</source>
        <translation>이미지를 여기에 끌어다 놓거나 붙여넣거나 열어 그 안의 인물을 찾아보십시오. 이미지는 찾는 데만 사용되며 라이브러리에 추가되지 않습니다.</translation>
    </message>
    <message>
        <source>Open a picture</source>
        <translation>이미지 열기</translation>
    </message>
    <message>
        <source>Pictures ({patterns})</source>
        <translation>이미지 ({patterns})</translation>
    </message>
    <message>
        <source>The pasted picture</source>
        <translation>붙여넣은 이미지</translation>
    </message>
    <message>
        <source>This cannot be looked for</source>
        <translation>찾을 수 없음</translation>
    </message>
    <message>
        <source>No face was found in {name}. Try another picture.</source>
        <translation>{name}에서 얼굴을 찾지 못했습니다. 다른 이미지를 사용해 보십시오.</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>This face cannot be compared: it is ignored or gone, or was drawn by hand without being recognised.</source>
        <extracomment>Makes the models of these two names. Counts changes of the library.</extracomment>
        <translation>이 얼굴은 비교할 수 없습니다. 무시되었거나 삭제되었거나, 직접 그렸지만 인식되지 않은 얼굴입니다.</translation>
    </message>
    <message>
        <source>The faces of this library were recognised by another version of {name} than the one on this computer. Index the folders again first.</source>
        <translation>이 라이브러리의 얼굴은 이 컴퓨터에 있는 것과 다른 버전의 {name}(으)로 인식되었습니다. 먼저 폴더를 다시 색인하십시오.</translation>
    </message>
</context>
<context>
    <name>FoldersPage</name>
    <message>
        <source>Folder</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>사진</translation>
    </message>
    <message>
        <source>Folders with photos</source>
        <translation>사진이 있는 폴더</translation>
    </message>
    <message>
        <source>Stop watching…</source>
        <translation>감시 중지…</translation>
    </message>
    <message>
        <source>Remove a folder and its photos from the library; the files stay</source>
        <translation>라이브러리에서 폴더와 사진을 제거합니다. 파일은 그대로 유지됩니다</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>폴더 추가…</translation>
    </message>
    <message>
        <source>Look for new photos</source>
        <translation>새 사진 찾기</translation>
    </message>
    <message>
        <source>Import names…</source>
        <translation>이름 가져오기…</translation>
    </message>
    <message>
        <source>Take over the names that digiKam, Picasa, Google Takeout and others have</source>
        <translation>digiKam, Picasa, Google Takeout 등에 있는 이름을 가져옵니다</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Choose a photo folder…</source>
        <translation>사진 폴더 선택…</translation>
    </message>
    <message>
        <source>No folder is watched yet</source>
        <translation>아직 감시 중인 폴더 없음</translation>
    </message>
    <message>
        <source>Choose a folder with photos, or drop one here; everything below it is looked at, too.</source>
        <translation>사진이 있는 폴더를 선택하거나 여기에 끌어다 놓으십시오. 하위 폴더도 모두 살펴봅니다.</translation>
    </message>
    <message>
        <source>Show the photos of the folder</source>
        <translation>폴더의 사진 보기</translation>
    </message>
    <message>
        <source>{folder} (not there now)</source>
        <translation>{folder}(지금 연결되지 않음)</translation>
    </message>
    <message>
        <source>{folder} is not there now. Connect the drive it is on; its photos are kept meanwhile.</source>
        <translation>{folder}이(가) 지금 연결되어 있지 않습니다. 폴더가 있는 드라이브를 연결하십시오. 그동안 사진 정보는 유지됩니다.</translation>
    </message>
    <message>
        <source>{folder} (empty)</source>
        <translation>{folder}(비어 있음)</translation>
    </message>
    <message>
        <source>{folder} is empty. If its drive is not connected, connect it. If you deleted the photos, choose Stop watching to remove them from the library, too.</source>
        <translation>{folder}이(가) 비어 있습니다. 드라이브가 연결되어 있지 않으면 연결하십시오. 사진을 삭제했다면 ‘감시 중지’를 선택하여 라이브러리에서도 제거하십시오.</translation>
    </message>
    <message>
        <source>{folder} is there again. Look for new photos to bring the library up to date.</source>
        <translation>{folder}을(를) 다시 사용할 수 있습니다. 새 사진을 찾아 라이브러리를 최신 상태로 만드십시오.</translation>
    </message>
    <message>
        <source>There are no photos in {folder}.</source>
        <translation>{folder}에 사진이 없습니다.</translation>
    </message>
    <message>
        <source>Show photos</source>
        <translation>사진 보기</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>파일 관리자에서 보기</translation>
    </message>
    <message>
        <source>Write names into photos…</source>
        <translation>사진에 이름 쓰기…</translation>
    </message>
    <message>
        <source>All photos in {folder}</source>
        <translation>{folder}의 모든 사진</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>감시 중지</translation>
    </message>
    <message>
        <source>Stop watching {folder}?</source>
        <translation>{folder} 감시를 중지하시겠습니까?</translation>
    </message>
    <message>
        <source>Its photos, their faces and what you said of them are removed from the library for good; this cannot be undone. The files themselves stay as they are.</source>
        <translation>이 폴더의 사진과 그 속의 얼굴, 얼굴에 대해 지정한 내용이 라이브러리에서 완전히 제거되며 실행 취소할 수 없습니다. 파일 자체는 그대로 유지됩니다.</translation>
    </message>
    <message numerus="yes">
        <source>{folder} is not watched any more; %n photo(s) left the library.</source>
        <translation>
            <numerusform>{folder}을(를) 더 이상 감시하지 않습니다. 라이브러리에서 사진 %n장이 제거되었습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a photo folder</source>
        <translation>사진 폴더 선택</translation>
    </message>
</context>
<context>
    <name>ForgetDialog</name>
    <message>
        <source>this unnamed group</source>
        <translation>이 이름 없는 그룹</translation>
    </message>
    <message>
        <source>Forget {name}</source>
        <translation>{name} 잊기</translation>
    </message>
    <message>
        <source>Looking for what the library and its backups hold of {name} …</source>
        <translation>라이브러리와 백업에서 {name}에 관한 정보를 찾는 중…</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>작업 중</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Forget for good</source>
        <translation>완전히 잊기</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>사진 %n장</numerusform>
        </translation>
    </message>
    <message>
        <source>Forget {name} for good? {faces} in {photos} will be removed: their boxes, pictures and embeddings, the name, the birthday and the notes, and every trace in the history. This cannot be undone.

The photos stay as they are. In photos that are added later, they are a stranger like any other.</source>
        <translation>{name}을(를) 완전히 잊으시겠습니까? {photos}에 있는 {faces}의 상자, 이미지, 특징 데이터와 이름, 생일, 메모, 그리고 기록에 남은 모든 흔적이 제거됩니다. 이 작업은 실행 취소할 수 없습니다.

사진은 그대로 유지됩니다. 나중에 추가되는 사진에서는 모르는 사람으로 취급됩니다.</translation>
    </message>
    <message numerus="yes">
        <source>Also delete %n backup(s) that hold them:</source>
        <translation>
            <numerusform>이 정보가 있는 백업 %n개도 삭제:</numerusform>
        </translation>
    </message>
    <message>
        <source>These backups cannot be reached now and may hold them:</source>
        <translation>다음 백업은 지금 접근할 수 없으며 이 정보가 남아 있을 수 있습니다.</translation>
    </message>
    <message>
        <source>Forgetting {name} …</source>
        <translation>{name} 잊는 중…</translation>
    </message>
    <message>
        <source>{name} is forgotten: {faces} in {photos} are gone.</source>
        <translation>{name}을(를) 잊었습니다. {photos}에 있던 {faces}가 제거되었습니다.</translation>
    </message>
    <message>
        <source>Deleted:</source>
        <translation>삭제됨:</translation>
    </message>
    <message>
        <source>These backups still hold them; delete them when you need them no longer:</source>
        <translation>다음 백업에는 정보가 아직 남아 있습니다. 더 이상 필요하지 않으면 삭제하십시오.</translation>
    </message>
    <message>
        <source>These cannot be reached now; connect their drives and delete them there:</source>
        <translation>다음 백업은 지금 접근할 수 없습니다. 드라이브를 연결하여 직접 삭제하십시오.</translation>
    </message>
    <message>
        <source>All tables and, byte by byte, all files of the library were searched: nothing is left.</source>
        <translation>라이브러리의 모든 테이블과 모든 파일을 바이트 단위까지 검색했으며, 남아 있는 정보가 없습니다.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>{name} is forgotten.</source>
        <translation>{name}을(를) 잊었습니다.</translation>
    </message>
</context>
<context>
    <name>FoundView</name>
    <message>
        <source>Least similarity</source>
        <extracomment>Bounds of the similarity, in hundredths. Photos that one can go through from a result. The face of the library that is looked for, where it is nobody&apos;s yet: it is saved with the others.</extracomment>
        <translation>최소 유사도</translation>
    </message>
    <message>
        <source>Show only faces that are at least so similar</source>
        <translation>이 유사도 이상인 얼굴만 표시</translation>
    </message>
    <message>
        <source>Save as a person</source>
        <translation>인물로 저장</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>선택 해제</translation>
    </message>
    <message>
        <source>No name yet</source>
        <translation>아직 이름 없음</translation>
    </message>
    <message>
        <source>{name} (ignored)</source>
        <translation>{name}(무시됨)</translation>
    </message>
    <message>
        <source>There are no faces in the library to compare with yet.</source>
        <translation>라이브러리에 아직 비교할 얼굴이 없습니다.</translation>
    </message>
    <message>
        <source>Nobody in the library looks like this.</source>
        <translation>라이브러리에 닮은 인물이 없습니다.</translation>
    </message>
    <message>
        <source>Similarity from {least}: the same person {chance}</source>
        <translation>유사도 {least}부터 같은 인물: {chance}</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>No face is so similar. Move the slider to the left for others.</source>
        <translation>이 정도로 비슷한 얼굴이 없습니다. 슬라이더를 왼쪽으로 옮기면 다른 얼굴이 표시됩니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) chosen, and the one looked for</source>
        <translation>
            <numerusform>얼굴 %n개와 찾고 있는 얼굴 선택됨</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) chosen</source>
        <translation>
            <numerusform>얼굴 %n개 선택됨</numerusform>
        </translation>
    </message>
    <message>
        <source>Show photo</source>
        <translation>사진 보기</translation>
    </message>
    <message>
        <source>Look for this face</source>
        <translation>이 얼굴 찾기</translation>
    </message>
    <message>
        <source>Show the person</source>
        <translation>인물 보기</translation>
    </message>
    <message>
        <source>Choose all</source>
        <translation>모두 선택</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>undone</source>
        <extracomment>`Told`, or None while that is not known. Entries whose `Told` is known, or on its way.</extracomment>
        <translation>실행 취소됨</translation>
    </message>
    <message>
        <source>Return or a click on the picture shows whom this was about</source>
        <translation>Enter 키를 누르거나 이미지를 클릭하면 대상 인물이 표시됩니다</translation>
    </message>
    <message>
        <source>Return or a click on the picture shows the photo</source>
        <translation>Enter 키를 누르거나 이미지를 클릭하면 사진이 표시됩니다</translation>
    </message>
    <message>
        <source>What this was about is no more</source>
        <translation>대상이 더 이상 없습니다</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>All actions, newest first</source>
        <extracomment>So many actions are listed, the newest.</extracomment>
        <translation>모든 작업(최신순)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>Take the newest action back (Ctrl+Z)</source>
        <translation>가장 최근 작업을 실행 취소합니다(Ctrl+Z)</translation>
    </message>
    <message>
        <source>Do again what was taken back last (Ctrl+Shift+Z)</source>
        <translation>마지막으로 실행 취소한 작업을 다시 실행합니다(Ctrl+Shift+Z)</translation>
    </message>
    <message>
        <source>History</source>
        <translation>기록</translation>
    </message>
    <message>
        <source>Nothing has been done yet</source>
        <translation>아직 작업 없음</translation>
    </message>
    <message>
        <source>Everything you do with people and faces is listed here, and can be taken back.</source>
        <translation>인물과 얼굴에 대해 수행한 모든 작업이 여기에 표시되며 실행 취소할 수 있습니다.</translation>
    </message>
    <message>
        <source>Show whom this was about</source>
        <translation>대상 인물 보기</translation>
    </message>
    <message numerus="yes">
        <source>Redo %n action(s), up to this one</source>
        <translation>
            <numerusform>이 작업까지 %n개 다시 실행</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Undo %n action(s), back to before this one</source>
        <translation>
            <numerusform>이 작업까지 %n개 실행 취소</numerusform>
        </translation>
    </message>
    <message>
        <source>Show photo</source>
        <translation>사진 보기</translation>
    </message>
</context>
<context>
    <name>IgnoredPage</name>
    <message>
        <source>Ignored</source>
        <translation>무시됨</translation>
    </message>
    <message>
        <source>Nobody is ignored</source>
        <translation>무시된 인물 없음</translation>
    </message>
    <message>
        <source>Strangers, statues and posters that you ignore are kept here, and can be restored.</source>
        <translation>무시한 낯선 사람, 조각상, 포스터 등이 여기에 보관되며 복원할 수 있습니다.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>복원</translation>
    </message>
    <message>
        <source>Faces can also be ignored one by one, in their photo.</source>
        <translation>사진에서 얼굴을 하나씩 무시할 수도 있습니다.</translation>
    </message>
    <message numerus="yes">
        <source>Restore %n face(s) ignored one by one</source>
        <translation>
            <numerusform>하나씩 무시한 얼굴 %n개 복원</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import names</source>
        <translation>이름 가져오기</translation>
    </message>
    <message>
        <source>Choose something else…</source>
        <translation>다른 것 선택…</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>가져오기</translation>
    </message>
    <message>
        <source>Reading what the other program knows…</source>
        <translation>다른 프로그램의 데이터를 읽는 중…</translation>
    </message>
    <message>
        <source>Take over the names you gave elsewhere</source>
        <translation>다른 곳에서 붙인 이름 가져오기</translation>
    </message>
    <message>
        <source>Choose what the other program keeps, or drop it here:</source>
        <translation>다른 프로그램이 저장한 데이터를 선택하거나 여기로 끌어다 놓으십시오:</translation>
    </message>
    <message>
        <source>Names that Lightroom, Immich and others keep in the photos or beside them need no import: they are read when the folder is added.</source>
        <translation>Lightroom, Immich 등이 사진 안이나 옆에 저장한 이름은 가져올 필요가 없습니다. 폴더를 추가할 때 읽습니다.</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>파일 선택…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>폴더 선택…</translation>
    </message>
    <message>
        <source>the file digikam4.db, or the folder it is in</source>
        <translation>digikam4.db 파일 또는 그 파일이 있는 폴더</translation>
    </message>
    <message>
        <source>the folder with the photos that Picasa showed (.picasa.ini)</source>
        <translation>Picasa에서 보던 사진 폴더(.picasa.ini)</translation>
    </message>
    <message>
        <source>the folder into which all parts of the Takeout were unpacked</source>
        <translation>Takeout의 모든 부분을 압축 해제한 폴더</translation>
    </message>
    <message>
        <source>what osxphotos exported as JSON: the file or the folder</source>
        <translation>osxphotos가 JSON으로 내보낸 파일 또는 폴더</translation>
    </message>
    <message>
        <source>the JSON file with the names of another library</source>
        <translation>다른 라이브러리의 이름이 담긴 JSON 파일</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>작업 중</translation>
    </message>
    <message>
        <source>Comparing it with your photos…</source>
        <translation>내 사진과 비교하는 중…</translation>
    </message>
    <message>
        <source>Choose the other program&apos;s file</source>
        <translation>다른 프로그램의 파일 선택</translation>
    </message>
    <message>
        <source>Choose the other program&apos;s folder</source>
        <translation>다른 프로그램의 폴더 선택</translation>
    </message>
    <message>
        <source>Choose Picasa&apos;s contacts.xml</source>
        <translation>Picasa의 contacts.xml 선택</translation>
    </message>
</context>
<context>
    <name>ImportPreview</name>
    <message>
        <source>People who would be taken over</source>
        <extracomment>Lines of one note; of more it is said how many there are. Of all notes together, in logical pixels; the rest is scrolled to.</extracomment>
        <translation>가져올 인물</translation>
    </message>
    <message>
        <source>What else there is to know</source>
        <translation>그 밖에 알아 둘 것</translation>
    </message>
    <message>
        <source>Photos are being read now. What is said here follows when that has ended.</source>
        <translation>지금 사진을 읽고 있습니다. 끝나면 여기 내용이 갱신됩니다.</translation>
    </message>
    <message>
        <source>Nothing is changed yet. Importing changes nothing of {program} and none of your photos, and Undo takes all of it back.</source>
        <translation>아직 아무것도 바뀌지 않았습니다. 가져와도 {program}과(와) 사진은 그대로이며, ‘실행 취소’로 모두 되돌릴 수 있습니다.</translation>
    </message>
    <message>
        <source>No names are kept there, so there is nothing to take over.</source>
        <translation>거기에는 저장된 이름이 없어 가져올 것이 없습니다.</translation>
    </message>
    <message>
        <source>None of these photos is in your library, so there is nothing to take over yet. Add the folders with these photos first.</source>
        <translation>이 사진들이 라이브러리에 하나도 없어 아직 가져올 것이 없습니다. 먼저 이 사진들이 있는 폴더를 추가하십시오.</translation>
    </message>
    <message>
        <source>There is nothing to take over: all that fits is known here already.</source>
        <translation>가져올 것이 없습니다. 맞는 것은 모두 이미 알고 있습니다.</translation>
    </message>
    <message>
        <source>Taken over besides</source>
        <translation>그 밖에 가져오는 항목</translation>
    </message>
    <message>
        <source>It is the same folder</source>
        <translation>같은 폴더입니다</translation>
    </message>
    <message>
        <source>Perhaps a folder was moved</source>
        <translation>폴더가 옮겨진 것 같습니다</translation>
    </message>
    <message numerus="yes">
        <source>Add %n folder(s)</source>
        <translation>
            <numerusform>폴더 %n개 추가</numerusform>
        </translation>
    </message>
    <message>
        <source>Their photos are read, and come into this list then</source>
        <translation>그 안의 사진을 읽은 다음 이 목록에 넣습니다</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) are not in your library</source>
        <translation>
            <numerusform>사진 %n장이 라이브러리에 없습니다</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{program} knows people in %n photo(s), of which {number} in your library.</source>
        <extracomment>Keeps what is said together, at the top, where there is no table.</extracomment>
        <translation>
            <numerusform>{program}이(가) 사진 %n장의 인물을 알고 있으며, 그중 {number}장이 라이브러리에 있습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Left out, since you said otherwise here: %n name(s)</source>
        <translation>
            <numerusform>여기서 다르게 지정하여 제외한 이름: %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{theirs} may be {ours} now, though no file there has the size that {program} remembers. That would give %n more photo(s).</source>
        <translation>
            <numerusform>{theirs}이(가) 지금은 {ours}일 수 있지만, 거기에는 {program}이(가) 기억하는 크기의 파일이 없습니다. 맞다면 사진 %n장이 더 있습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deleted here, and not coming back: %n face(s)</source>
        <translation>
            <numerusform>여기서 삭제하여 되살리지 않는 얼굴: %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose contacts.xml…</source>
        <translation>contacts.xml 선택…</translation>
    </message>
    <message>
        <source>What was left out</source>
        <translation>제외된 것</translation>
    </message>
    <message>
        <source>Birthdays: {number}</source>
        <translation>생일: {number}</translation>
    </message>
    <message>
        <source>Notes: {number}</source>
        <translation>메모: {number}</translation>
    </message>
    <message>
        <source>Pairs who are not the same: {number}</source>
        <translation>같은 사람이 아닌 쌍: {number}</translation>
    </message>
    <message>
        <source>Faces that are not somebody&apos;s: {number}</source>
        <translation>누군가의 얼굴이 아닌 얼굴: {number}</translation>
    </message>
    <message>
        <source>{photo}: {program} says {name}, you said that it is somebody else.</source>
        <translation>{photo}: {program}에는 {name}(으)로 되어 있지만 다른 사람이라고 하셨습니다.</translation>
    </message>
    <message>
        <source>{photo}: {program} says {name}, you confirmed {other}.</source>
        <translation>{photo}: {program}에는 {name}(으)로 되어 있지만 {other}(으)로 확인하셨습니다.</translation>
    </message>
    <message>
        <source>somebody else</source>
        <translation>다른 사람</translation>
    </message>
    <message>
        <source>… and {number} more</source>
        <translation>… 외 {number}개</translation>
    </message>
</context>
<context>
    <name>Imports</name>
    <message>
        <source>The import was stopped; nothing was changed.</source>
        <extracomment>What jobs call their stage. The remaining time is shown once so many seconds are behind.</extracomment>
        <translation>가져오기를 중지했습니다. 아무것도 바뀌지 않았습니다.</translation>
    </message>
    <message>
        <source>All of this was known already; nothing was changed.</source>
        <translation>모두 이미 알고 있는 것이므로 아무것도 바뀌지 않았습니다.</translation>
    </message>
    <message>
        <source>{reason} {number} more photos could not be looked at either.</source>
        <translation>{reason} 그 밖에 사진 {number}장도 볼 수 없었습니다.</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>About the chosen photos</source>
        <extracomment>A photo&apos;s file is read once it has been shown for so long, in milliseconds. Shorter exposures are told as fractions of a second. How the photo was taken is read from its file, once the user stays with it.</extracomment>
        <translation>선택한 사진 정보</translation>
    </message>
    <message>
        <source>Choose a photo to see when and where it was taken, and who is in it.</source>
        <translation>사진을 선택하면 촬영 시간과 장소, 사진 속 인물이 표시됩니다.</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>촬영 시간</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>카메라</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>렌즈</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>노출</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>길이</translation>
    </message>
    <message>
        <source>{width} × {height}</source>
        <translation>{width} × {height}</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>{width} × {height} ({megapixels} megapixels)</source>
        <translation>{width} × {height}({megapixels}메가픽셀)</translation>
    </message>
    <message>
        <source>{size}, {format}</source>
        <translation>{size}, {format}</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>장소</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Who?</source>
        <translation>누구입니까?</translation>
    </message>
    <message>
        <source>Unnamed</source>
        <translation>이름 없음</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) chosen</source>
        <translation>
            <numerusform>사진 %n장 선택됨</numerusform>
        </translation>
    </message>
    <message>
        <source>Files</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>First</source>
        <translation>첫 사진</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>마지막 사진</translation>
    </message>
    <message numerus="yes">
        <source>{name}, in %n photo(s)</source>
        <translation>
            <numerusform>{name}, 사진 %n장</numerusform>
        </translation>
    </message>
    <message>
        <source>People</source>
        <translation>인물</translation>
    </message>
    <message>
        <source>1/{part} s</source>
        <translation>1/{part}초</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds}초</translation>
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
        <translation>{length}mm</translation>
    </message>
    <message>
        <source>{folder} is not there or empty now. Connect the drive it is on.</source>
        <translation>{folder}이(가) 지금 없거나 비어 있습니다. 폴더가 있는 드라이브를 연결하십시오.</translation>
    </message>
    <message>
        <source>The file is gone. Put it back, or look for it with F5 if it was moved.</source>
        <translation>파일이 없습니다. 파일을 원래 위치로 되돌리거나, 옮겼다면 F5 키를 눌러 찾으십시오.</translation>
    </message>
    <message>
        <source>{latitude}° {north}, {longitude}° {east}</source>
        <translation>{north} {latitude}°, {east} {longitude}°</translation>
    </message>
    <message>
        <source>N</source>
        <translation>북위</translation>
    </message>
    <message>
        <source>S</source>
        <translation>남위</translation>
    </message>
    <message>
        <source>E</source>
        <translation>동경</translation>
    </message>
    <message>
        <source>W</source>
        <translation>서경</translation>
    </message>
</context>
<context>
    <name>JobRow</name>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Stop; what is finished is kept</source>
        <translation>중지합니다. 완료된 내용은 유지됩니다</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>일시 정지됨</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>중지 중…</translation>
    </message>
    <message>
        <source>Looking through the folders</source>
        <translation>폴더 살펴보는 중</translation>
    </message>
    <message>
        <source>Finding faces</source>
        <translation>얼굴 찾는 중</translation>
    </message>
    <message>
        <source>Reading names from files</source>
        <translation>파일에서 이름 읽는 중</translation>
    </message>
    <message>
        <source>Embedding faces anew</source>
        <translation>얼굴 특징 다시 추출 중</translation>
    </message>
    <message>
        <source>Grouping faces</source>
        <translation>얼굴 그룹화 중</translation>
    </message>
    <message>
        <source>Exporting photos</source>
        <translation>사진 내보내는 중</translation>
    </message>
    <message>
        <source>Exporting names</source>
        <translation>이름 내보내는 중</translation>
    </message>
    <message>
        <source>Importing names</source>
        <translation>이름 가져오는 중</translation>
    </message>
    <message>
        <source>Looking for names to write</source>
        <translation>쓸 이름 찾는 중</translation>
    </message>
    <message>
        <source>Writing names into photos</source>
        <translation>사진에 이름 쓰는 중</translation>
    </message>
    <message>
        <source>Waiting for other work to end</source>
        <translation>다른 작업이 끝나기를 기다리는 중</translation>
    </message>
    <message>
        <source>Looking for copies and bursts</source>
        <translation>사본과 연속 촬영 찾는 중</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>시작 중</translation>
    </message>
    <message>
        <source>Looking for what to ask</source>
        <translation>검토할 항목 찾는 중</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done}/{total}</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be used</source>
        <translation>
            <numerusform>%n개 사용할 수 없음</numerusform>
        </translation>
    </message>
    <message>
        <source>{rate} a second</source>
        <translation>초당 {rate}개</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>{time} 남음</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n초</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n분</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n시간</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>The groups are still those of another recogniser; see Preview for what would change.</source>
        <extracomment>While photos are indexed, faces are grouped when so many seconds have passed since the last time ... ... and for the first time after so many. What changed on the disk is looked at so much later where another program is at work, in milliseconds. Folders with something new in them: those nobody looks at yet, and those of the run under way. How the user wants faces to be grouped from now on, while that has not begun. Groups are made by one at a time.</extracomment>
        <translation>그룹은 아직 다른 인식 모델로 만든 상태입니다. 무엇이 바뀌는지 ‘미리보기’에서 확인하십시오.</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) moved. This is not in the history; to group as before, go to Preview and choose {former}.</source>
        <translation>
            <numerusform>얼굴 %n개가 이동되었습니다. 이 작업은 기록에 남지 않습니다. 이전처럼 그룹화하려면 ‘미리보기’에서 {former}을(를) 선택하십시오.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LikelyPeople</name>
    <message>
        <source>People it may be</source>
        <translation>가능성 있는 인물</translation>
    </message>
</context>
<context>
    <name>Look</name>
    <message>
        <source>This could not be looked at, through a fault in Familiar.</source>
        <extracomment>Least time between two reports of progress, in seconds.</extracomment>
        <translation>Familiar의 오류로 살펴볼 수 없었습니다.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>{folder} is no folder. Choose one with: Folders, Add a folder.</source>
        <extracomment>The module below `app.desktop.pages` and the class of each page. What only other pages than the first need takes as long to load as all else, so it is loaded once photos are shown. The code of other pages than the first is loaded so long after the window was shown, in milliseconds. How the system knows the window&apos;s entry among its programs (`packaging/linux`).</extracomment>
        <translation>{folder}은(는) 폴더가 아닙니다. ‘폴더’에서 ‘폴더 추가’로 폴더를 선택하십시오.</translation>
    </message>
    <message>
        <source>Back</source>
        <extracomment>Pages with a key of their own; the page of places is not always there. In which page of the sidebar others are.</extracomment>
        <translation>뒤로</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>앞으로</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Look for new photos</source>
        <translation>새 사진 찾기</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Import names…</source>
        <translation>이름 가져오기…</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>단축키</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>종료</translation>
    </message>
    <message>
        <source>Menu of what is chosen</source>
        <translation>선택한 항목의 메뉴</translation>
    </message>
    <message>
        <source>On this page</source>
        <translation>이 페이지</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>모든 페이지</translation>
    </message>
    <message>
        <source>Stopped. What is finished is kept, and it goes on from there; F5 does that, too.</source>
        <translation>중지되었습니다. 완료된 내용은 유지되며 이어서 진행할 수 있습니다. F5 키를 눌러도 됩니다.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>사진</translation>
    </message>
    <message>
        <source>People</source>
        <translation>인물</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>검토할 항목</translation>
    </message>
    <message>
        <source>Unnamed</source>
        <translation>이름 없음</translation>
    </message>
    <message>
        <source>Ignored</source>
        <translation>무시됨</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>장소</translation>
    </message>
    <message>
        <source>Find a person</source>
        <translation>인물 찾기</translation>
    </message>
    <message>
        <source>History</source>
        <translation>기록</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>미리보기</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
</context>
<context>
    <name>MarkedPhoto</name>
    <message>
        <source>This photo cannot be shown now.</source>
        <extracomment>Left, top, width and height, as shares of the photo&apos;s. Of a video the moment that is shown; None where its thumbnail is.</extracomment>
        <translation>지금은 이 사진을 표시할 수 없습니다.</translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>불러오는 중…</translation>
    </message>
</context>
<context>
    <name>MentionedPeople</name>
    <message>
        <source>Also in this photo; where is not known</source>
        <translation>이 사진에 함께 있음(위치 모름)</translation>
    </message>
    <message>
        <source>Go to {name}</source>
        <translation>{name} 페이지로 이동</translation>
    </message>
    <message>
        <source>Where?</source>
        <translation>어디입니까?</translation>
    </message>
    <message>
        <source>Say where {name} is</source>
        <translation>{name}의 위치 지정</translation>
    </message>
    <message>
        <source>Choose the face…</source>
        <translation>얼굴 선택…</translation>
    </message>
    <message>
        <source>Draw around the face…</source>
        <translation>얼굴 둘레 그리기…</translation>
    </message>
    <message>
        <source>{name} is not in this photo</source>
        <translation>{name}은(는) 이 사진에 없음</translation>
    </message>
</context>
<context>
    <name>MentionedPhotos</name>
    <message>
        <source>These photos name this person, but not where. Open one and press I to say which face it is.</source>
        <translation>이 사진들에는 이 사람의 이름이 있지만 위치는 없습니다. 사진을 열고 I 키를 눌러 어느 얼굴인지 알려 주십시오.</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message</source>
        <extracomment>How long a message stays; one about trouble, or with a question, stays until it is closed. So many messages about trouble are shown at one time, the newest. In logical pixels.</extracomment>
        <translation>이 메시지 닫기</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
</context>
<context>
    <name>Month</name>
    <message>
        <source>Without a date</source>
        <extracomment>Events of which is read what they are called at one time, and how many such windows are kept.</extracomment>
        <translation>날짜 없음</translation>
    </message>
    <message>
        <source>{month} {year}</source>
        <translation>{year}년 {month}</translation>
    </message>
</context>
<context>
    <name>NameField</name>
    <message>
        <source>Return adds these faces to {name}</source>
        <extracomment>The least width of the list of names, in logical pixels, where the field itself is narrow. Names offered at one time.</extracomment>
        <translation>Enter 키를 누르면 이 얼굴들이 {name}에 추가됩니다</translation>
    </message>
    <message>
        <source>Name</source>
        <extracomment>Why Return did nothing, until something else is typed; empty for nothing.</extracomment>
        <translation>이름</translation>
    </message>
    <message>
        <source>Return removes the name</source>
        <translation>Enter 키를 누르면 이름이 제거됩니다</translation>
    </message>
    <message>
        <source>Type a name; Escape leaves all as it was.</source>
        <translation>이름을 입력하십시오. Esc 키를 누르면 그대로 둡니다.</translation>
    </message>
</context>
<context>
    <name>NameSettings</name>
    <message>
        <source>Make them people here</source>
        <translation>여기서 인물로 만들기</translation>
    </message>
    <message>
        <source>Leave them alone</source>
        <translation>그대로 두기</translation>
    </message>
    <message>
        <source>Names that photo files and sidecars have</source>
        <translation>사진 파일과 부속 파일에 있는 이름</translation>
    </message>
    <message>
        <source>Keywords that are people</source>
        <translation>인물을 뜻하는 키워드</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Separated by commas: what people are filed under (People/), and single words that are names (Grandma). It counts for photos that are read from then on.</source>
        <translation>쉼표로 구분합니다. 인물이 속한 분류(People/)와 이름인 낱말(할머니). 이후에 읽는 사진에 적용됩니다.</translation>
    </message>
    <message>
        <source>Keywords are words with commas between them, in one line.</source>
        <translation>키워드는 쉼표로 구분한 낱말이며 한 줄이어야 합니다.</translation>
    </message>
</context>
<context>
    <name>NoPhotos</name>
    <message>
        <source>Looking for photos…</source>
        <translation>사진 찾는 중…</translation>
    </message>
    <message>
        <source>Photos appear here as soon as they are read, and the people in them a little later. You can use everything meanwhile.</source>
        <translation>사진은 읽는 대로, 사진 속 인물은 조금 뒤에 여기에 표시됩니다. 그동안에도 모든 기능을 사용할 수 있습니다.</translation>
    </message>
    <message>
        <source>No photo folder yet</source>
        <translation>아직 사진 폴더 없음</translation>
    </message>
    <message>
        <source>Add the folder in which your photos are, or drop it here. They stay where they are and are only read; nothing leaves this computer.</source>
        <translation>사진이 있는 폴더를 추가하거나 여기에 끌어다 놓으십시오. 사진은 제자리에 그대로 있고 읽기만 하며, 어떤 정보도 이 컴퓨터 밖으로 나가지 않습니다.</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>폴더 추가…</translation>
    </message>
    <message>
        <source>Show all photos</source>
        <translation>모든 사진 보기</translation>
    </message>
    <message>
        <source>This search is not clear</source>
        <translation>검색어를 이해할 수 없음</translation>
    </message>
    <message>
        <source>No photo matches “{search}”.</source>
        <translation>“{search}”와(과) 일치하는 사진이 없습니다.</translation>
    </message>
    <message>
        <source>No photo matches “{search}”. Leave out a word, write “or” instead of “and”, or look at a longer time.</source>
        <translation>“{search}”와(과) 일치하는 사진이 없습니다. 단어를 하나 빼거나, “and” 대신 “or”를 쓰거나, 기간을 늘려 보십시오.</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>검색 결과 없음</translation>
    </message>
    <message>
        <source>Your photos are out of reach</source>
        <translation>사진에 접근할 수 없음</translation>
    </message>
    <message>
        <source>{folder} is not there now. Connect the drive it is on, then look again.</source>
        <translation>{folder}이(가) 지금 연결되어 있지 않습니다. 폴더가 있는 드라이브를 연결한 다음 다시 찾으십시오.</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>다른 폴더 선택…</translation>
    </message>
    <message>
        <source>There are no photos here</source>
        <translation>여기에 사진이 없음</translation>
    </message>
    <message>
        <source>{folder} has no photos in it, nor have the folders in it. Familiar reads JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF, BMP, the RAW files of cameras, and videos. Choose the folder that your photos are in.</source>
        <translation>{folder}와(과) 그 하위 폴더에 사진이 없습니다. Familiar는 JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF, BMP, 카메라 RAW 파일 및 동영상을 읽습니다. 사진이 있는 폴더를 선택하십시오.</translation>
    </message>
    <message>
        <source>Search for “{search}” ({number})</source>
        <translation>“{search}” 검색({number})</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>사진 %n장</numerusform>
        </translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>다시 찾기</translation>
    </message>
</context>
<context>
    <name>NotesDialog</name>
    <message>
        <source>Notes</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>Notes on {name}</source>
        <translation>{name}에 대한 메모</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>{folder} is not there or empty now; this is what was kept of the photo. Connect the drive it is on, then press F5.</source>
        <translation>{folder}이(가) 지금 없거나 비어 있어 저장된 사진 정보를 표시합니다. 폴더가 있는 드라이브를 연결한 다음 F5 키를 누르십시오.</translation>
    </message>
    <message>
        <source>{file} is gone; this is what was kept of it. Put the file back, or press F5 if it was moved to another of your folders.</source>
        <translation>{file}이(가) 없어 저장된 정보를 표시합니다. 파일을 원래 위치로 되돌리거나, 감시 중인 다른 폴더로 옮겼다면 F5 키를 누르십시오.</translation>
    </message>
    <message>
        <source>This file is damaged; what is left of it is shown. Restore it from a backup.</source>
        <translation>이 파일은 손상되어 남은 부분만 표시됩니다. 백업에서 복원하십시오.</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Opening the library…</source>
        <extracomment>A library that opens sooner opens without a word, in milliseconds. What has been opened, until it is handed over.</extracomment>
        <translation>라이브러리 여는 중…</translation>
    </message>
    <message>
        <source>Something went wrong that should not have: {problem}. Nothing is lost.</source>
        <translation>예기치 않은 문제가 발생했습니다: {problem}. 손실된 데이터는 없습니다.</translation>
    </message>
    <message>
        <source>The copy of {when} is whole. What the library is now is kept beside it.</source>
        <translation>{when}의 복사본은 온전합니다. 라이브러리의 현재 내용은 옆에 보관됩니다.</translation>
    </message>
    <message>
        <source>Restore the copy</source>
        <translation>복사본 복원</translation>
    </message>
</context>
<context>
    <name>Peek</name>
    <message>
        <source>Look closer</source>
        <translation>자세히 보기</translation>
    </message>
</context>
<context>
    <name>PeopleModel</name>
    <message>
        <source>Unnamed group</source>
        <extracomment>People that are dragged, as a JSON list of ids. The id of the last row, which stands for all faces that are seen once. The names as they are compared with a filter; made when there is one.</extracomment>
        <translation>이름 없는 그룹</translation>
    </message>
    <message>
        <source>{name}, {faces}</source>
        <translation>{name}, {faces}</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) seen once</source>
        <translation>
            <numerusform>한 번만 나온 얼굴 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>When one of these people is seen again, a group is made of the two.</source>
        <translation>이 중 누군가가 다시 나오면 두 얼굴로 그룹이 만들어집니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>named in %n photo(s), nobody knows where</source>
        <translation>
            <numerusform>사진 %n장에 이름이 있으나 위치는 알 수 없음</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>사진 %n장</numerusform>
        </translation>
    </message>
    <message>
        <source>{faces} in {photos}</source>
        <translation>{photos}에 {faces}</translation>
    </message>
    <message>
        <source>{faces} in {photos}, last seen on {date}</source>
        <translation>{photos}에 {faces}, 최근 날짜 {date}</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>People</source>
        <translation>인물</translation>
    </message>
    <message>
        <source>Show unnamed groups</source>
        <translation>이름 없는 그룹 표시</translation>
    </message>
    <message>
        <source>Nobody has a name yet</source>
        <translation>아직 이름이 있는 인물 없음</translation>
    </message>
    <message>
        <source>Faces that look alike are put into groups. Name a group, and it appears here.</source>
        <translation>닮은 얼굴은 그룹으로 묶입니다. 그룹에 이름을 지정하면 여기에 표시됩니다.</translation>
    </message>
</context>
<context>
    <name>PersonActions</name>
    <message>
        <source>Are these the same person? Which name stays?</source>
        <translation>같은 인물입니까? 어느 이름을 유지하시겠습니까?</translation>
    </message>
    <message>
        <source>Merge as {name}</source>
        <translation>‘{name}’ 이름으로 병합</translation>
    </message>
    <message>
        <source>Merge with</source>
        <translation>다른 인물과 병합</translation>
    </message>
    <message>
        <source>Who is the same person? Type their name.</source>
        <translation>누구와 같은 인물입니까? 이름을 입력하십시오.</translation>
    </message>
    <message>
        <source>Return merges with {name}</source>
        <translation>Enter 키를 누르면 {name}와(과) 병합됩니다</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>이동</translation>
    </message>
    <message numerus="yes">
        <source>Whose %n face(s) are these? A name nobody has yet makes somebody new.</source>
        <translation>
            <numerusform>이 얼굴 %n개는 누구입니까? 아직 없는 이름을 입력하면 새 인물이 만들어집니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Return moves them to {name}</source>
        <translation>Enter 키를 누르면 {name}(으)로 이동됩니다</translation>
    </message>
    <message>
        <source>{name} exists already. Are these the same person?</source>
        <translation>이름이 {name}인 인물이 이미 있습니다. 같은 인물입니까?</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>병합</translation>
    </message>
    <message>
        <source>Keep apart…</source>
        <translation>별개로 유지…</translation>
    </message>
    <message>
        <source>Merge all the same</source>
        <translation>그래도 병합</translation>
    </message>
    <message>
        <source>They are different people</source>
        <translation>서로 다른 인물임</translation>
    </message>
    <message>
        <source>Are these the same person?</source>
        <translation>같은 인물입니까?</translation>
    </message>
    <message>
        <source>{name} and {other} are in this photo together.</source>
        <translation>{name}와(과) {other}이(가) 이 사진에 함께 있습니다.</translation>
    </message>
    <message>
        <source>{name} and the other group are in this photo together.</source>
        <translation>{name}와(과) 다른 그룹이 이 사진에 함께 있습니다.</translation>
    </message>
    <message>
        <source>Both groups are in this photo together.</source>
        <translation>두 그룹이 이 사진에 함께 있습니다.</translation>
    </message>
    <message>
        <source>{question} {but}</source>
        <translation>{question} {but}</translation>
    </message>
    <message>
        <source>Nobody is called {name}. Choose a name that somebody has.</source>
        <translation>이름이 {name}인 인물이 없습니다. 이미 있는 인물의 이름을 선택하십시오.</translation>
    </message>
</context>
<context>
    <name>PersonHeader</name>
    <message>
        <source>Change the name</source>
        <extracomment>Of a name at most, in logical pixels: a longer one would make the window wider.</extracomment>
        <translation>이름 변경</translation>
    </message>
    <message>
        <source>{name}: the same person?</source>
        <translation>{name}: 같은 인물입니까?</translation>
    </message>
    <message>
        <source>Confirm all</source>
        <translation>모두 확인</translation>
    </message>
    <message>
        <source>Say that all these faces are right</source>
        <translation>이 얼굴들이 모두 맞다고 확인합니다</translation>
    </message>
    <message>
        <source>Find more</source>
        <translation>더 찾기</translation>
    </message>
    <message>
        <source>Look for more faces like these</source>
        <translation>이와 비슷한 얼굴을 더 찾습니다</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>추가 작업</translation>
    </message>
    <message>
        <source>Unnamed group</source>
        <translation>이름 없는 그룹</translation>
    </message>
    <message>
        <source>Add name</source>
        <translation>이름 추가</translation>
    </message>
    <message>
        <source>Name: {name}</source>
        <translation>이름: {name}</translation>
    </message>
    <message>
        <source>Edit notes</source>
        <translation>메모 편집</translation>
    </message>
    <message>
        <source>Add notes</source>
        <translation>메모 추가</translation>
    </message>
    <message>
        <source>Who is this? Add a name</source>
        <translation>누구입니까? 이름 추가</translation>
    </message>
    <message numerus="yes">
        <source>Named in %n photo(s), nobody knows where</source>
        <translation>
            <numerusform>사진 %n장에 이름이 있으나 위치는 알 수 없음</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>named in %n more photo(s), nobody knows where</source>
        <translation>
            <numerusform>그 밖에 사진 %n장에 이름이 있으나 위치는 알 수 없음</numerusform>
        </translation>
    </message>
    <message>
        <source>{figures}; {named}</source>
        <translation>{figures}; {named}</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>사진 %n장</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n confirmed</source>
        <translation>
            <numerusform>%n개 확인됨</numerusform>
        </translation>
    </message>
    <message>
        <source>{faces} in {photos}, {confirmed}</source>
        <translation>{photos}에 {faces}, {confirmed}</translation>
    </message>
    <message>
        <source>{faces} in {photos}, {year}, {confirmed}</source>
        <translation>{photos}에 {faces}, {year}년, {confirmed}</translation>
    </message>
    <message>
        <source>{faces} in {photos}, {first} to {last}, {confirmed}</source>
        <translation>{photos}에 {faces}, {first}~{last}년, {confirmed}</translation>
    </message>
    <message>
        <source>Set birthday</source>
        <translation>생일 설정</translation>
    </message>
    <message>
        <source>Born on {date}</source>
        <translation>생일: {date}</translation>
    </message>
</context>
<context>
    <name>PersonPage</name>
    <message>
        <source>Faces</source>
        <extracomment>Photos that name them, nobody knows where.</extracomment>
        <translation>얼굴</translation>
    </message>
    <message>
        <source>Unnamed group</source>
        <translation>이름 없는 그룹</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>복원</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>무시</translation>
    </message>
    <message>
        <source>No faces</source>
        <translation>얼굴 없음</translation>
    </message>
    <message>
        <source>Move faces here from other people, or find more in other photos.</source>
        <translation>다른 인물의 얼굴을 여기로 옮기거나 다른 사진에서 더 찾으십시오.</translation>
    </message>
    <message>
        <source>Show everybody</source>
        <translation>모든 인물 보기</translation>
    </message>
    <message>
        <source>Nobody is here any more</source>
        <translation>여기에 더 이상 아무도 없음</translation>
    </message>
    <message>
        <source>This person or group has been merged, forgotten or taken apart.</source>
        <translation>이 인물 또는 그룹은 병합, 잊기 또는 분할로 없어졌습니다.</translation>
    </message>
    <message>
        <source>Show all photos</source>
        <translation>모든 사진 보기</translation>
    </message>
    <message>
        <source>Use the best face as cover</source>
        <translation>가장 좋은 얼굴을 대표 사진으로 사용</translation>
    </message>
    <message>
        <source>Remove the name</source>
        <translation>이름 제거</translation>
    </message>
    <message>
        <source>Merge with…</source>
        <translation>다른 인물과 병합…</translation>
    </message>
    <message>
        <source>Export photos…</source>
        <translation>사진 내보내기…</translation>
    </message>
    <message>
        <source>Write names into photos…</source>
        <translation>사진에 이름 쓰기…</translation>
    </message>
    <message>
        <source>Forget for good…</source>
        <translation>완전히 잊기…</translation>
    </message>
    <message>
        <source>All photos of {name}</source>
        <translation>“{name}”의 모든 사진</translation>
    </message>
    <message>
        <source>There is nothing to split: too few faces can be compared.</source>
        <translation>분할할 내용이 없습니다. 비교할 수 있는 얼굴이 너무 적습니다.</translation>
    </message>
    <message>
        <source>Open photo</source>
        <translation>사진 열기</translation>
    </message>
    <message>
        <source>Look closer</source>
        <translation>자세히 보기</translation>
    </message>
    <message>
        <source>Find this face in other photos</source>
        <translation>다른 사진에서 이 얼굴 찾기</translation>
    </message>
</context>
<context>
    <name>PhotoBar</name>
    <message>
        <source>Previous photo (Left)</source>
        <extracomment>Room that the name needs to be shown, in logical pixels.</extracomment>
        <translation>이전 사진(왼쪽 화살표)</translation>
    </message>
    <message>
        <source>Next photo (Right)</source>
        <translation>다음 사진(오른쪽 화살표)</translation>
    </message>
    <message>
        <source>Show faces (B)</source>
        <translation>얼굴 표시(B)</translation>
    </message>
    <message>
        <source>Draw a missed face (D)</source>
        <translation>빠진 얼굴 그리기(D)</translation>
    </message>
    <message>
        <source>Turn the view (R)</source>
        <translation>보기 회전(R)</translation>
    </message>
    <message>
        <source>Full screen (F)</source>
        <translation>전체 화면(F)</translation>
    </message>
    <message>
        <source>About this photo (I)</source>
        <translation>사진 정보(I)</translation>
    </message>
    <message>
        <source>{number} of {all}</source>
        <translation>{number}/{all}</translation>
    </message>
    <message>
        <source>{name}, {date}</source>
        <translation>{name}, {date}</translation>
    </message>
</context>
<context>
    <name>PhotoFaces</name>
    <message>
        <source>Draw a box around the face of {name}. Escape leaves all as it was.</source>
        <extracomment>Of a video the moment that is shown. Who is in the photo somewhere, while the user says where; &quot;&quot; for nobody.</extracomment>
        <translation>{name}의 얼굴 둘레에 상자를 그리십시오. Esc 키를 누르면 그대로 둡니다.</translation>
    </message>
    <message>
        <source>Which face is {name}? Click it, or go there with Tab and press Return.</source>
        <translation>{name}의 얼굴은 어느 것입니까? 클릭하거나 Tab 키로 이동하여 Enter 키를 누르십시오.</translation>
    </message>
    <message>
        <source>This face alone is {name}</source>
        <translation>이 얼굴만 {name}</translation>
    </message>
    <message numerus="yes">
        <source>All %n face(s) of the group are {name}</source>
        <translation>
            <numerusform>그룹의 얼굴 %n개 모두 {name}</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking at the face…</source>
        <translation>얼굴 살펴보는 중…</translation>
    </message>
</context>
<context>
    <name>PhotoFiles</name>
    <message>
        <source>Export…</source>
        <extracomment>More files than these are not shown one by one in the message that asks.</extracomment>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Write names…</source>
        <translation>이름 쓰기…</translation>
    </message>
    <message>
        <source>Write who is in these photos into them</source>
        <translation>누가 있는지 사진에 씁니다</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>경로 복사</translation>
    </message>
    <message>
        <source>Move to the trash…</source>
        <translation>휴지통으로 이동…</translation>
    </message>
    <message>
        <source>Show in Explorer</source>
        <translation>파일 탐색기에서 보기</translation>
    </message>
    <message>
        <source>Show in Finder</source>
        <translation>Finder에서 보기</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>파일 관리자에서 보기</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen photo(s)</source>
        <translation>
            <numerusform>선택한 사진 %n장</numerusform>
        </translation>
    </message>
    <message>
        <source>These files are not there now. Connect the drive they are on.</source>
        <translation>이 파일들이 지금 없습니다. 파일이 있는 드라이브를 연결하십시오.</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>휴지통으로 이동</translation>
    </message>
    <message>
        <source>Move {files} to the trash?</source>
        <translation>{files}을(를) 휴지통으로 이동하시겠습니까?</translation>
    </message>
    <message numerus="yes">
        <source>Move %n photo(s) to the trash?</source>
        <translation>
            <numerusform>사진 %n장을 휴지통으로 이동하시겠습니까?</numerusform>
        </translation>
    </message>
    <message>
        <source>The files themselves go to the trash of this computer. You can get them back from there.</source>
        <translation>파일 자체가 이 컴퓨터의 휴지통으로 이동됩니다. 휴지통에서 되돌릴 수 있습니다.</translation>
    </message>
    <message>
        <source>{file} could not be moved to the trash ({reason}). Close the programs that use it, or delete it in the file manager.</source>
        <translation>{file}을(를) 휴지통으로 이동할 수 없습니다({reason}). 이 파일을 사용 중인 프로그램을 닫거나 파일 관리자에서 삭제하십시오.</translation>
    </message>
</context>
<context>
    <name>PhotoGrid</name>
    <message>
        <source>Photos</source>
        <extracomment>While a rubber band is drawn beyond the edge, the grid scrolls so often, in milliseconds. Where the left button went down, from the top left corner of all photos.</extracomment>
        <translation>사진</translation>
    </message>
    <message>
        <source>Choose another photo</source>
        <translation>다른 사진 선택</translation>
    </message>
    <message>
        <source>Choose up to another photo</source>
        <translation>다른 사진까지 선택</translation>
    </message>
    <message>
        <source>Go on without choosing</source>
        <translation>선택하지 않고 이동</translation>
    </message>
    <message>
        <source>Choose or leave out the photo</source>
        <translation>사진 선택 또는 선택 해제</translation>
    </message>
    <message>
        <source>Choose all</source>
        <translation>모두 선택</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>선택 해제</translation>
    </message>
    <message>
        <source>Open the photo</source>
        <translation>사진 열기</translation>
    </message>
    <message>
        <source>Open or close the stack</source>
        <translation>스택 열기 또는 닫기</translation>
    </message>
    <message>
        <source>Larger photos</source>
        <translation>사진 크게</translation>
    </message>
    <message>
        <source>Smaller photos</source>
        <translation>사진 작게</translation>
    </message>
</context>
<context>
    <name>PhotoMoments</name>
    <message>
        <source>No program was found that plays {file}. Install one, then try again.</source>
        <extracomment>Of a step that is not from one face to the next, in milliseconds.</extracomment>
        <translation>{file}을(를) 재생할 프로그램을 찾지 못했습니다. 하나를 설치한 다음 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>Next moment with somebody</source>
        <translation>사람이 보이는 다음 시점</translation>
    </message>
    <message>
        <source>Previous moment with somebody</source>
        <translation>사람이 보이는 이전 시점</translation>
    </message>
    <message>
        <source>A second on</source>
        <translation>1초 앞으로</translation>
    </message>
    <message>
        <source>A second back</source>
        <translation>1초 뒤로</translation>
    </message>
    <message>
        <source>Play the video</source>
        <translation>동영상 재생</translation>
    </message>
</context>
<context>
    <name>PhotoPage</name>
    <message>
        <source>Photo</source>
        <extracomment>The height that a message may take at the lower edge, in logical pixels. Taken for a photo&apos;s longer side until its size is known, so that a thumbnail fills the view. What one came here with: a search and faces; and whether the moment of a video is to follow them. The moment whose picture is shown, and a face that is to be named once that is the one wanted.</extracomment>
        <translation>사진</translation>
    </message>
    <message>
        <source>This photo is no longer in the library.</source>
        <translation>이 사진은 더 이상 라이브러리에 없습니다.</translation>
    </message>
    <message>
        <source>Draw a missed face</source>
        <translation>빠진 얼굴 그리기</translation>
    </message>
    <message>
        <source>Show faces</source>
        <translation>얼굴 표시</translation>
    </message>
    <message>
        <source>This photo</source>
        <translation>이 사진</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) to go through here</source>
        <translation>
            <numerusform>여기서 넘겨 보는 사진 %n장</numerusform>
        </translation>
    </message>
    <message>
        <source>Leave what was entered last</source>
        <translation>현재 화면 나가기</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>다음 사진</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>이전 사진</translation>
    </message>
    <message>
        <source>First photo</source>
        <translation>첫 사진</translation>
    </message>
    <message>
        <source>Last photo</source>
        <translation>마지막 사진</translation>
    </message>
    <message>
        <source>About this photo</source>
        <translation>사진 정보</translation>
    </message>
    <message>
        <source>Turn the view</source>
        <translation>보기 회전</translation>
    </message>
    <message>
        <source>Turn the view back</source>
        <translation>보기 반대로 회전</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>확대</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>축소</translation>
    </message>
    <message>
        <source>Whole photo</source>
        <translation>사진 전체 보기</translation>
    </message>
    <message>
        <source>Real size, and back</source>
        <translation>실제 크기로 전환</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>전체 화면</translation>
    </message>
    <message>
        <source>Move to the trash…</source>
        <translation>휴지통으로 이동…</translation>
    </message>
</context>
<context>
    <name>PhotosPage</name>
    <message>
        <source>Size of the photos</source>
        <extracomment>These photos instead of a search. Photos whose stacks are open. A photo to be seen once photos are shown; 0 for none.</extracomment>
        <translation>사진 크기</translation>
    </message>
    <message>
        <source>Size of the photos (Ctrl with the wheel, + and −)</source>
        <translation>사진 크기(Ctrl+휠, +, −)</translation>
    </message>
    <message>
        <source>Divide the photos by</source>
        <translation>사진 구분 기준</translation>
    </message>
    <message>
        <source>By month</source>
        <translation>월별</translation>
    </message>
    <message>
        <source>By event</source>
        <translation>이벤트별</translation>
    </message>
    <message>
        <source>An event is what was photographed at one time and place</source>
        <translation>이벤트는 같은 때와 장소에서 촬영한 사진입니다</translation>
    </message>
    <message>
        <source>Export photos (Ctrl+E)</source>
        <translation>사진 내보내기(Ctrl+E)</translation>
    </message>
    <message>
        <source>About the chosen photos (I)</source>
        <translation>선택한 사진 정보(I)</translation>
    </message>
    <message>
        <source>Copies of a photo</source>
        <translation>사진의 사본</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>사진</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen photo(s)</source>
        <translation>
            <numerusform>선택한 사진 %n장</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) of this search</source>
        <translation>
            <numerusform>이 검색의 사진 %n장</numerusform>
        </translation>
    </message>
    <message>
        <source>About the chosen photos</source>
        <translation>선택한 사진 정보</translation>
    </message>
    <message>
        <source>Move to the trash…</source>
        <translation>휴지통으로 이동…</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>사진 %n장</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copies of a photo: %n photo(s)</source>
        <translation>
            <numerusform>사진의 사본: 사진 %n장</numerusform>
        </translation>
    </message>
    <message>
        <source>No copies of this photo are known.</source>
        <translation>이 사진의 사본은 발견되지 않았습니다.</translation>
    </message>
    <message>
        <source>Add a folder with photos</source>
        <translation>사진 폴더 추가</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Close the stack</source>
        <translation>스택 닫기</translation>
    </message>
    <message>
        <source>Open the stack</source>
        <translation>스택 열기</translation>
    </message>
    <message>
        <source>Copies of this photo</source>
        <translation>이 사진의 사본</translation>
    </message>
    <message>
        <source>About these photos</source>
        <translation>이 사진들의 정보</translation>
    </message>
</context>
<context>
    <name>PlacesPage</name>
    <message>
        <source>Places</source>
        <extracomment>Kept with each row. Of a row, and of the picture in it, in logical pixels. So many countries are shown with their towns at first.</extracomment>
        <translation>장소</translation>
    </message>
    <message>
        <source>Places where photos were taken</source>
        <translation>사진을 촬영한 장소</translation>
    </message>
    <message>
        <source>Of no photo it is known where it was taken</source>
        <translation>촬영 장소를 알 수 있는 사진이 없음</translation>
    </message>
    <message>
        <source>Phones and some cameras write into each photo where it was taken, if that is switched on. Such photos appear here by country and town.</source>
        <translation>휴대전화와 일부 카메라는 해당 기능이 켜져 있으면 각 사진에 촬영 장소를 기록합니다. 그런 사진이 여기에 국가와 도시별로 표시됩니다.</translation>
    </message>
    <message>
        <source>Show the photos of the place</source>
        <translation>이 장소의 사진 보기</translation>
    </message>
    <message>
        <source>Near {place}</source>
        <translation>{place} 부근</translation>
    </message>
    <message numerus="yes">
        <source>{place}, %n photo(s)</source>
        <translation>
            <numerusform>{place}, 사진 %n장</numerusform>
        </translation>
    </message>
    <message>
        <source>Show photos</source>
        <translation>사진 보기</translation>
    </message>
</context>
<context>
    <name>PlannedPeopleModel</name>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>얼굴</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>상자</translation>
    </message>
    <message>
        <source>Without a place</source>
        <translation>위치 없음</translation>
    </message>
    <message>
        <source>Known already</source>
        <translation>이미 알고 있음</translation>
    </message>
    <message>
        <source>As they are called here, or will be</source>
        <translation>여기서 부르는 이름 또는 부르게 될 이름</translation>
    </message>
    <message>
        <source>Whether somebody here has this name</source>
        <translation>여기에 이 이름의 인물이 있는지 여부</translation>
    </message>
    <message>
        <source>Faces that will be confirmed as theirs</source>
        <translation>그 인물로 확인할 얼굴</translation>
    </message>
    <message>
        <source>Boxes of the other program where no face was found: a face is looked for there</source>
        <translation>여기서 얼굴을 찾지 못한 다른 프로그램의 상자: 그 자리에서 얼굴을 찾습니다</translation>
    </message>
    <message>
        <source>Photos that they are in, nobody knows where</source>
        <translation>함께 있지만 위치를 모르는 사진</translation>
    </message>
    <message>
        <source>What is the same here already</source>
        <translation>여기서 이미 같은 것</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>제외</translation>
    </message>
    <message>
        <source>new</source>
        <translation>새 인물</translation>
    </message>
</context>
<context>
    <name>PlannedWritesModel</name>
    <message>
        <source>Photo</source>
        <translation>사진</translation>
    </message>
    <message>
        <source>Names now</source>
        <translation>지금 이름</translation>
    </message>
    <message>
        <source>Names then</source>
        <translation>쓴 뒤 이름</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>Into the file</source>
        <translation>파일 안</translation>
    </message>
    <message>
        <source>Beside it: {file}</source>
        <translation>옆에: {file}</translation>
    </message>
    <message>
        <source>{name} (elsewhere)</source>
        <translation>{name}(위치 바뀜)</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>아무도 없음</translation>
    </message>
</context>
<context>
    <name>PreviewPage</name>
    <message>
        <source>Recogniser</source>
        <extracomment>Steps of the slider for each 1 of strictness. The difference is worked out once the slider has rested for so long, in milliseconds. Faces are being grouped as the user accepted; until that is done, there is nothing to compare.</extracomment>
        <translation>인식 모델</translation>
    </message>
    <message>
        <source>The model that tells people apart</source>
        <translation>인물을 구별하는 모델</translation>
    </message>
    <message>
        <source>Strictness</source>
        <translation>엄격도</translation>
    </message>
    <message>
        <source>How sure it must be that two faces are one person</source>
        <translation>두 얼굴을 같은 인물로 보는 데 필요한 확실성</translation>
    </message>
    <message>
        <source>Group this way</source>
        <translation>이대로 그룹화</translation>
    </message>
    <message>
        <source>Leave everything as it is</source>
        <translation>모두 그대로 두기</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>미리보기</translation>
    </message>
    <message>
        <source>How sure must Familiar be that two faces are one person? See what would change before it does. Faces that you have confirmed never move.</source>
        <translation>두 얼굴을 같은 인물로 보려면 Familiar가 얼마나 확신해야 합니까? 실제로 바꾸기 전에 무엇이 바뀌는지 확인하십시오. 확인한 얼굴은 이동되지 않습니다.</translation>
    </message>
    <message>
        <source>Larger groups</source>
        <translation>더 큰 그룹</translation>
    </message>
    <message>
        <source>Surer groups</source>
        <translation>더 확실한 그룹</translation>
    </message>
    <message>
        <source>Look at the photos now</source>
        <translation>지금 사진 살펴보기</translation>
    </message>
    <message>
        <source>There are no photos yet</source>
        <translation>아직 사진이 없음</translation>
    </message>
    <message>
        <source>Drop a folder with photos on this window. What another strictness would change is shown here once there are faces.</source>
        <translation>사진이 있는 폴더를 이 창으로 끌어다 놓으십시오. 얼굴이 생기면 엄격도에 따라 바뀌는 내용이 여기에 표시됩니다.</translation>
    </message>
    <message>
        <source>Show whom the row is about</source>
        <translation>행의 대상 인물 보기</translation>
    </message>
    <message>
        <source>Comparing all faces…</source>
        <translation>모든 얼굴 비교 중…</translation>
    </message>
    <message>
        <source>Working out what would change…</source>
        <translation>바뀌는 내용 계산 중…</translation>
    </message>
    <message>
        <source>There are no faces to compare yet</source>
        <translation>아직 비교할 얼굴 없음</translation>
    </message>
    <message>
        <source>Faces are found, and prepared for comparing, while photos are looked at. What another strictness would change is shown here after that.</source>
        <translation>사진을 살펴보는 동안 얼굴을 찾고 비교할 준비를 합니다. 그 후에 엄격도에 따라 바뀌는 내용이 여기에 표시됩니다.</translation>
    </message>
    <message>
        <source>No face has been prepared for this recogniser yet. Choose it in the settings; the next look at the photos does it.</source>
        <translation>이 인식 모델용으로 준비된 얼굴이 아직 없습니다. 설정에서 이 모델을 선택하면 다음에 사진을 살펴볼 때 준비됩니다.</translation>
    </message>
    <message>
        <source>Nobody would change. Move the slider to see what would.</source>
        <translation>바뀌는 인물이 없습니다. 슬라이더를 움직여 바뀌는 내용을 확인하십시오.</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) would move</source>
        <translation>
            <numerusform>얼굴 %n개 이동</numerusform>
        </translation>
    </message>
    <message>
        <source>people and groups: {before} now, {after} then</source>
        <translation>인물 및 그룹: 현재 {before}개, 변경 후 {after}개</translation>
    </message>
    <message>
        <source>faces of nobody: {before} now, {after} then</source>
        <translation>미분류 얼굴: 현재 {before}개, 변경 후 {after}개</translation>
    </message>
    <message numerus="yes">
        <source>%n confirmed face(s) stay</source>
        <translation>
            <numerusform>확인된 얼굴 %n개 유지</numerusform>
        </translation>
    </message>
    <message>
        <source>Grouping… You can go on working meanwhile.</source>
        <translation>그룹화 중… 그동안 계속 작업할 수 있습니다.</translation>
    </message>
    <message>
        <source>Show a photo</source>
        <translation>사진 보기</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>인물 보기</translation>
    </message>
</context>
<context>
    <name>ProbePicture</name>
    <message>
        <source>Face {number} of {all} in the picture</source>
        <translation>이미지의 얼굴 {all}개 중 {number}번째</translation>
    </message>
</context>
<context>
    <name>QuestionModel</name>
    <message>
        <source>{sentence} {remark}</source>
        <extracomment>The faces to show, of both sides or of the smaller alone: a tuple of ids. What stands under each of these: a tuple of tuples of lines. How probable it is, as a tuple of texts: in words, and shorter. Yes, no, or None for later. The `Item`.</extracomment>
        <translation>{sentence} {remark}</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>age %n</source>
        <translation>
            <numerusform>%n세</numerusform>
        </translation>
    </message>
    <message>
        <source>{date}, {age}</source>
        <translation>{date}, {age}</translation>
    </message>
    <message numerus="yes">
        <source>Do these %n face(s) belong to {name}?</source>
        <translation>
            <numerusform>이 얼굴 %n개는 {name}의 얼굴입니까?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Do these %n face(s) belong to this group?</source>
        <translation>
            <numerusform>이 얼굴 %n개는 이 그룹의 얼굴입니까?</numerusform>
        </translation>
    </message>
    <message>
        <source>Are {name} and {other} the same person?</source>
        <translation>{name}와(과) {other}은(는) 같은 인물입니까?</translation>
    </message>
    <message>
        <source>Is this {name}?</source>
        <translation>{name}의 얼굴입니까?</translation>
    </message>
    <message>
        <source>Are these two the same person?</source>
        <translation>두 얼굴은 같은 인물입니까?</translation>
    </message>
    <message>
        <source>Shown are the two faces that are most alike.</source>
        <translation>가장 닮은 두 얼굴이 표시되어 있습니다.</translation>
    </message>
    <message>
        <source>They belong there: {chance}.</source>
        <translation>여기에 속함: {chance}.</translation>
    </message>
    <message>
        <source>The same person: {chance}.</source>
        <translation>같은 인물: {chance}.</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>예</translation>
    </message>
    <message>
        <source>no</source>
        <translation>아니요</translation>
    </message>
    <message>
        <source>later</source>
        <translation>나중에</translation>
    </message>
    <message>
        <source>{question} {chance}. Answer: {answer}</source>
        <translation>{question} {chance}. 답변: {answer}</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>Faces that look alike, the most similar first</source>
        <translation>닮은 얼굴(유사도순)</translation>
    </message>
</context>
<context>
    <name>ResultsModel</name>
    <message>
        <source>a group without a name</source>
        <translation>이름 없는 그룹</translation>
    </message>
    <message>
        <source>nobody&apos;s</source>
        <translation>미분류</translation>
    </message>
    <message>
        <source>{name}, similarity {similarity}</source>
        <translation>{name}, 유사도 {similarity}</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>To review</source>
        <extracomment>Side of the face of whom a question is about, in logical pixels.</extracomment>
        <translation>검토할 항목</translation>
    </message>
    <message>
        <source>Looking for what to ask…</source>
        <translation>검토할 항목 찾는 중…</translation>
    </message>
    <message>
        <source>Ask again what was put off</source>
        <translation>나중으로 미룬 항목 다시 묻기</translation>
    </message>
    <message>
        <source>Group faces now</source>
        <translation>지금 얼굴 그룹화</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>예</translation>
    </message>
    <message>
        <source>No</source>
        <translation>아니요</translation>
    </message>
    <message>
        <source>Tick all</source>
        <translation>모두 체크</translation>
    </message>
    <message>
        <source>Untick all</source>
        <translation>모두 체크 해제</translation>
    </message>
    <message>
        <source>Show photos</source>
        <translation>사진 보기</translation>
    </message>
    <message>
        <source>Show the photos of both faces</source>
        <translation>두 얼굴의 사진을 봅니다</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>건너뛰기</translation>
    </message>
    <message>
        <source>Ask all of this later</source>
        <translation>이 질문을 모두 나중에 묻습니다</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Take the last answer of this sitting back and ask it again</source>
        <translation>이번 검토의 마지막 답변을 취소하고 다시 묻습니다</translation>
    </message>
    <message>
        <source>Which of these are the same person?</source>
        <translation>이 중 같은 인물은 어느 것입니까?</translation>
    </message>
    <message>
        <source>Which of these belong to the person or group they are in?</source>
        <translation>이 중 현재의 인물이나 그룹에 속하는 얼굴은 어느 것입니까?</translation>
    </message>
    <message>
        <source>Which of these are this person?</source>
        <translation>이 중 이 인물은 어느 것입니까?</translation>
    </message>
    <message>
        <source>Which of these are {name}?</source>
        <translation>이 중 {name}의 얼굴은 어느 것입니까?</translation>
    </message>
    <message>
        <source>Y: yes. N: no. S: later. P: photos. U: undo. Return: what is probable.</source>
        <translation>Y: 예, N: 아니요, S: 나중에, P: 사진, U: 실행 취소, Enter: 가능성 높은 답</translation>
    </message>
    <message>
        <source>What is probable is ticked; click or press Space to change it. Y: yes. N: no. S: later. P: photos. Return: answer. U: undo.</source>
        <translation>가능성이 높은 항목이 체크되어 있습니다. 바꾸려면 클릭하거나 스페이스바를 누르십시오. Y: 예, N: 아니요, S: 나중에, P: 사진, Enter: 답변, U: 실행 취소</translation>
    </message>
    <message numerus="yes">
        <source>%n yes</source>
        <translation>
            <numerusform>예 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n no</source>
        <translation>
            <numerusform>아니요 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n later</source>
        <translation>
            <numerusform>나중에 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Answer: {answers}</source>
        <translation>답변: {answers}</translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) answered</source>
        <translation>
            <numerusform>질문 %n개에 답변함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) settled</source>
        <translation>
            <numerusform>얼굴 %n개 정리됨</numerusform>
        </translation>
    </message>
    <message>
        <source>{questions}, {faces}</source>
        <translation>{questions}, {faces}</translation>
    </message>
    <message numerus="yes">
        <source>the last answer settled %n face(s)</source>
        <translation>
            <numerusform>마지막 답변으로 얼굴 %n개 정리됨</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n suggestion(s) left</source>
        <translation>
            <numerusform>제안 약 %n개 남음</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing can be asked</source>
        <translation>검토할 수 없음</translation>
    </message>
    <message>
        <source>Photos are still being looked at</source>
        <translation>아직 사진을 살펴보는 중</translation>
    </message>
    <message>
        <source>Nothing is worth asking of what was found so far. Questions come by themselves.</source>
        <translation>지금까지 찾은 내용 중에는 검토할 항목이 없습니다. 검토할 항목은 자동으로 나타납니다.</translation>
    </message>
    <message>
        <source>There are no photos yet</source>
        <translation>아직 사진이 없음</translation>
    </message>
    <message>
        <source>Drop a folder with photos on this window. Who looks alike is asked here then.</source>
        <translation>사진이 있는 폴더를 이 창으로 끌어다 놓으십시오. 그러면 누가 닮았는지 여기에서 묻습니다.</translation>
    </message>
    <message>
        <source>Faces have not been grouped yet</source>
        <translation>아직 얼굴이 그룹화되지 않음</translation>
    </message>
    <message>
        <source>That happens by itself while photos are looked at.</source>
        <translation>사진을 살펴보는 동안 자동으로 진행됩니다.</translation>
    </message>
    <message>
        <source>Nothing else is worth asking now</source>
        <translation>지금은 더 검토할 항목 없음</translation>
    </message>
    <message numerus="yes">
        <source>You put %n thing(s) off.</source>
        <translation>
            <numerusform>나중으로 미룬 항목이 %n개 있습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is sorted for now</source>
        <translation>지금은 모두 정리됨</translation>
    </message>
    <message>
        <source>Nothing is worth asking. New photos bring new questions by themselves.</source>
        <translation>검토할 항목이 없습니다. 새 사진이 추가되면 검토할 항목이 자동으로 나타납니다.</translation>
    </message>
    <message>
        <source>Answer what is ticked</source>
        <translation>체크한 대로 답변</translation>
    </message>
    <message>
        <source>Answer what is probable</source>
        <translation>가능성 높은 답으로 답변</translation>
    </message>
    <message>
        <source>Take the last answer back</source>
        <translation>마지막 답변 취소</translation>
    </message>
    <message>
        <source>Ask later</source>
        <translation>나중에 묻기</translation>
    </message>
    <message>
        <source>Show the photos</source>
        <translation>사진 보기</translation>
    </message>
</context>
<context>
    <name>SameQuestion</name>
    <message>
        <source>The same person?</source>
        <translation>같은 인물입니까?</translation>
    </message>
    <message>
        <source>A photo that both are in</source>
        <translation>둘이 함께 있는 사진</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Unnamed group</source>
        <translation>이름 없는 그룹</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Scrubber</name>
    <message>
        <source>Years</source>
        <extracomment>Height of the handle, and of what is left free above and below it. Least distance between the years that are written, in lines of text.</extracomment>
        <translation>연도</translation>
    </message>
    <message>
        <source>Drag to go to a month</source>
        <translation>드래그하여 원하는 달로 이동</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search people, dates, places, folders: Anna and Bert 2019</source>
        <extracomment>Typing must pause so long before suggestions are looked for, in milliseconds.</extracomment>
        <translation>인물, 날짜, 장소, 폴더 검색: 지수 및 민준 2019</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
</context>
<context>
    <name>SeldomDialog</name>
    <message>
        <source>Ignore who is seldom seen</source>
        <translation>드물게 나오는 인물 무시</translation>
    </message>
    <message>
        <source>Ignore everyone without a name who is seen fewer times than this:</source>
        <translation>다음 횟수보다 적게 나온 이름 없는 인물을 모두 무시합니다.</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>횟수</translation>
    </message>
    <message>
        <source>Ignore them</source>
        <translation>무시</translation>
    </message>
    <message numerus="yes">
        <source>%n group(s)</source>
        <translation>
            <numerusform>그룹 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) seen once</source>
        <translation>
            <numerusform>한 번만 나온 얼굴 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>{groups} and {faces} will be ignored. You can restore them on the Ignored page.</source>
        <translation>{groups}와 {faces}가 무시됩니다. ‘무시됨’ 페이지에서 복원할 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>Undone: {action}</source>
        <translation>실행 취소함: {action}</translation>
    </message>
    <message>
        <source>Redone: {action}</source>
        <translation>다시 실행함: {action}</translation>
    </message>
    <message>
        <source>{action}; {rest}</source>
        <extracomment>Parts of one sentence in the history.</extracomment>
        <translation>{action}; {rest}</translation>
    </message>
    <message>
        <source>Named {group} {name}</source>
        <extracomment>A group without a name gets one.</extracomment>
        <translation>{group}에 이름 ‘{name}’을(를) 지정함</translation>
    </message>
    <message>
        <source>Renamed {name} to {other}</source>
        <translation>{name}의 이름을 ‘{other}’(으)로 변경함</translation>
    </message>
    <message numerus="yes">
        <source>confirmed %n face(s)</source>
        <extracomment>After a semicolon: what came of naming.</extracomment>
        <translation>
            <numerusform>얼굴 %n개를 확인함</numerusform>
        </translation>
    </message>
    <message>
        <source>Removed the name {name}</source>
        <translation>이름 ‘{name}’을(를) 제거함</translation>
    </message>
    <message>
        <source>Removed the name {name} with birthday</source>
        <translation>이름 ‘{name}’와(과) 생일을 제거함</translation>
    </message>
    <message>
        <source>Removed the name {name} with notes</source>
        <translation>이름 ‘{name}’와(과) 메모를 제거함</translation>
    </message>
    <message>
        <source>Removed the name {name} with birthday and notes</source>
        <translation>이름 ‘{name}’와(과) 생일, 메모를 제거함</translation>
    </message>
    <message>
        <source>Merged {people} into {whom}</source>
        <extracomment>People and groups, separated by commas.</extracomment>
        <translation>{people}을(를) {whom}에 병합함</translation>
    </message>
    <message>
        <source>Confirmed all faces of {whom}</source>
        <extracomment>In older histories alone.</extracomment>
        <translation>{whom}의 모든 얼굴을 확인함</translation>
    </message>
    <message numerus="yes">
        <source>Confirmed %n face(s) of {whom}</source>
        <translation>
            <numerusform>{whom}의 얼굴 %n개를 확인함</numerusform>
        </translation>
    </message>
    <message>
        <source>Noted that {whom} is not {other}</source>
        <translation>{whom}이(가) {other}이(가) 아니라고 표시함</translation>
    </message>
    <message>
        <source>Ignored {whom}</source>
        <translation>{whom}을(를) 무시함</translation>
    </message>
    <message>
        <source>Restored {whom}</source>
        <translation>{whom}을(를) 복원함</translation>
    </message>
    <message numerus="yes">
        <source>Ignored %n people and groups</source>
        <translation>
            <numerusform>인물 및 그룹 %n개를 무시함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restored %n people and groups</source>
        <translation>
            <numerusform>인물 및 그룹 %n개를 복원함</numerusform>
        </translation>
    </message>
    <message>
        <source>Changed the cover of {whom}</source>
        <translation>{whom}의 대표 사진을 변경함</translation>
    </message>
    <message>
        <source>Removed the birthday of {name}</source>
        <translation>{name}의 생일을 제거함</translation>
    </message>
    <message>
        <source>Set the birthday of {name} to {day}</source>
        <translation>{name}의 생일을 {day}(으)로 설정함</translation>
    </message>
    <message numerus="yes">
        <source>took %n face(s) in older photos away</source>
        <extracomment>After a semicolon.</extracomment>
        <translation>
            <numerusform>더 오래된 사진의 얼굴 %n개를 제외함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n confirmed photo(s) are older</source>
        <extracomment>After a semicolon: than a birthday.</extracomment>
        <translation>
            <numerusform>확인된 사진 %n장이 생일보다 오래됨</numerusform>
        </translation>
    </message>
    <message>
        <source>Changed the notes on {whom}</source>
        <translation>{whom}에 대한 메모를 변경함</translation>
    </message>
    <message numerus="yes">
        <source>Removed %n face(s) from their people</source>
        <translation>
            <numerusform>얼굴 %n개를 해당 인물에서 제거함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Moved %n face(s) to {whom}</source>
        <translation>
            <numerusform>얼굴 %n개를 {whom}(으)로 이동함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Confirmed %n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개를 확인함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Noted that %n face(s) are not {whom}</source>
        <translation>
            <numerusform>얼굴 %n개가 {whom}이(가) 아니라고 표시함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Noted that %n face(s) do not belong to {whom}</source>
        <translation>
            <numerusform>얼굴 %n개가 {whom}에 속하지 않는다고 표시함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ignored %n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개를 무시함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restored %n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개를 복원함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개를 삭제함</numerusform>
        </translation>
    </message>
    <message>
        <source>Drew a face</source>
        <translation>얼굴을 그림</translation>
    </message>
    <message>
        <source>Drew a face of {whom}</source>
        <translation>{whom}의 얼굴을 그림</translation>
    </message>
    <message numerus="yes">
        <source>Ignored %n face(s) in a photo</source>
        <translation>
            <numerusform>한 사진의 얼굴 %n개를 무시함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ignored 1 group seen fewer than {times} times and %n face(s) of nobody</source>
        <translation>
            <numerusform>{times}회 미만 나온 그룹 1개와 미분류 얼굴 %n개를 무시함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ignored {number} groups seen fewer than {times} times and %n face(s) of nobody</source>
        <translation>
            <numerusform>{times}회 미만 나온 그룹 {number}개와 미분류 얼굴 %n개를 무시함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) are {whom}</source>
        <translation>
            <numerusform>얼굴 %n개가 {whom}(이)라고 답함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) are not {whom}</source>
        <translation>
            <numerusform>얼굴 %n개가 {whom}이(가) 아니라고 답함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) are {whom} and 1 is not</source>
        <translation>
            <numerusform>얼굴 %n개는 {whom}(이)고 1개는 아니라고 답함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) are {whom} and {number} are not</source>
        <translation>
            <numerusform>얼굴 %n개는 {whom}(이)고 {number}개는 아니라고 답함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) belong to {whom}</source>
        <translation>
            <numerusform>얼굴 %n개가 {whom}에 속한다고 답함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) do not belong to {whom}</source>
        <translation>
            <numerusform>얼굴 %n개가 {whom}에 속하지 않는다고 답함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) belong to {whom} and 1 does not</source>
        <translation>
            <numerusform>얼굴 %n개는 {whom}에 속하고 1개는 아니라고 답함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) belong to {whom} and {number} do not</source>
        <translation>
            <numerusform>얼굴 %n개는 {whom}에 속하고 {number}개는 아니라고 답함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n pair(s) are the same</source>
        <translation>
            <numerusform>%n쌍이 같은 인물이라고 답함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n pair(s) are not the same</source>
        <translation>
            <numerusform>%n쌍이 같은 인물이 아니라고 답함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n pair(s) are the same and 1 is not</source>
        <translation>
            <numerusform>%n쌍은 같은 인물이고 1쌍은 아니라고 답함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said that %n pair(s) are the same and {number} are not</source>
        <translation>
            <numerusform>%n쌍은 같은 인물이고 {number}쌍은 아니라고 답함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Answered %n questions on who is the same person; yes to {number}</source>
        <extracomment>Groups, separated by commas.</extracomment>
        <translation>
            <numerusform>같은 인물인지 묻는 질문 %n개에 답함(‘예’ {number}개)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Answered %n questions on who belongs where; yes to {number}</source>
        <translation>
            <numerusform>어디에 속하는지 묻는 질문 %n개에 답함(‘예’ {number}개)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Split %n face(s) off {whom} as {people}</source>
        <translation>
            <numerusform>{whom}에서 얼굴 %n개를 {people}(으)로 분할함</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <extracomment>After a semicolon: more actions.</extracomment>
        <translation>
            <numerusform>그 외 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing had to be changed.</source>
        <translation>변경할 내용이 없었습니다.</translation>
    </message>
    <message>
        <source>group {number}</source>
        <translation>그룹 {number}</translation>
    </message>
    <message>
        <source>Group {number}</source>
        <translation>그룹 {number}</translation>
    </message>
    <message>
        <source>a group</source>
        <translation>그룹</translation>
    </message>
    <message>
        <source>A group</source>
        <translation>그룹</translation>
    </message>
    <message numerus="yes">
        <source>a group of %n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개의 그룹</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A group of %n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개의 그룹</numerusform>
        </translation>
    </message>
    <message>
        <source>this group</source>
        <translation>이 그룹</translation>
    </message>
    <message>
        <source>This group</source>
        <translation>이 그룹</translation>
    </message>
    <message>
        <source>somebody forgotten</source>
        <extracomment>In place of a name, in the history.</extracomment>
        <translation>잊은 인물</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>실행 취소할 작업이 없습니다.</translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation>다시 실행할 작업이 없습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) are no longer in the library and could not be brought back.</source>
        <translation>
            <numerusform>얼굴 %n개는 더 이상 라이브러리에 없어 되돌리지 못했습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Face {face} cannot both be {whom} and not be. Choose one.</source>
        <translation>얼굴 {face}이(가) {whom}인 동시에 아닐 수는 없습니다. 하나만 선택하십시오.</translation>
    </message>
    <message>
        <source>No pair was answered. Answer at least one.</source>
        <translation>답한 쌍이 없습니다. 하나 이상 답하십시오.</translation>
    </message>
    <message>
        <source>These answers make one of {whom} and {other}, and tell them apart. Take one of them back.</source>
        <translation>이 답변대로라면 {whom}와(과) {other}이(가) 같은 인물인 동시에 다른 인물이 됩니다. 답변 하나를 취소하십시오.</translation>
    </message>
    <message>
        <source>A pair of {whom} and the same again says nothing. Choose two different ones.</source>
        <translation>{whom}을(를) 자기 자신과 짝지을 수는 없습니다. 서로 다른 둘을 선택하십시오.</translation>
    </message>
    <message>
        <source>These answers would make one of {name} and {other}. Take one of them back, or merge these two people first.</source>
        <translation>이 답변대로라면 {name}와(과) {other}이(가) 같은 인물이 됩니다. 답변 하나를 취소하거나 두 인물을 먼저 병합하십시오.</translation>
    </message>
    <message>
        <source>There is already a person called {name}. Move the faces there, or choose a name that tells the two apart.</source>
        <translation>이름이 {name}인 인물이 이미 있습니다. 얼굴을 그 인물로 옮기거나 둘을 구별할 수 있는 이름을 선택하십시오.</translation>
    </message>
    <message>
        <source>There is already a person called {name}. Merge the two if they are one person, or choose a name that tells them apart.</source>
        <translation>이름이 {name}인 인물이 이미 있습니다. 같은 인물이면 병합하고, 아니면 둘을 구별할 수 있는 이름을 선택하십시오.</translation>
    </message>
    <message>
        <source>Face {face} is there already. Say whose face that is, or delete it and draw again.</source>
        <translation>그 자리에 얼굴 {face}이(가) 이미 있습니다. 누구의 얼굴인지 지정하거나, 삭제하고 다시 그리십시오.</translation>
    </message>
    <message>
        <source>The box has no size. Draw it larger.</source>
        <translation>상자에 크기가 없습니다. 더 크게 그리십시오.</translation>
    </message>
    <message>
        <source>The box lies outside the photo of {width} x {height} pixels. Draw it inside.</source>
        <translation>상자가 {width} x {height}픽셀 사진의 바깥에 있습니다. 안쪽에 그리십시오.</translation>
    </message>
    <message>
        <source>A photo has no moments. Draw the box without one.</source>
        <translation>사진에는 시점이 없습니다. 시점 없이 상자를 그리십시오.</translation>
    </message>
    <message>
        <source>The video lasts {seconds} s. Draw the box at a moment of it.</source>
        <translation>동영상 길이는 {seconds}초입니다. 그 안의 시점에 상자를 그리십시오.</translation>
    </message>
    <message>
        <source>Face {face} belongs to nobody yet. Move it to a person instead.</source>
        <translation>얼굴 {face}은(는) 아직 누구에게도 속하지 않습니다. 대신 인물로 이동하십시오.</translation>
    </message>
    <message>
        <source>Face {face} is in another photo. Keep only faces of this one.</source>
        <translation>얼굴 {face}은(는) 다른 사진에 있습니다. 이 사진의 얼굴만 포함하십시오.</translation>
    </message>
    <message>
        <source>Everyone is seen at least once. Choose 2 times or more.</source>
        <translation>누구나 한 번 이상 나옵니다. 2회 이상을 선택하십시오.</translation>
    </message>
    <message>
        <source>Choose at least two different people or groups to merge.</source>
        <translation>병합하려면 서로 다른 인물 또는 그룹을 둘 이상 선택하십시오.</translation>
    </message>
    <message>
        <source>Choose two different people or groups to tell apart.</source>
        <translation>구별하려면 서로 다른 인물 또는 그룹을 둘 선택하십시오.</translation>
    </message>
    <message>
        <source>Face {face} is not a face of {whom}. Choose one of their faces, or move this one to them first.</source>
        <translation>얼굴 {face}은(는) {whom}의 얼굴이 아닙니다. 해당 인물의 얼굴을 선택하거나 이 얼굴을 먼저 그 인물로 옮기십시오.</translation>
    </message>
    <message>
        <source>Face {face} is not a face of {whom}. Choose only faces of theirs.</source>
        <translation>얼굴 {face}은(는) {whom}의 얼굴이 아닙니다. 해당 인물의 얼굴만 선택하십시오.</translation>
    </message>
    <message>
        <source>Face {face} is in two parts. Put it into one of them.</source>
        <translation>얼굴 {face}이(가) 두 부분에 들어 있습니다. 한쪽에만 넣으십시오.</translation>
    </message>
    <message>
        <source>All faces of {whom} were chosen. Leave out at least one that stays.</source>
        <translation>{whom}의 모든 얼굴이 선택되었습니다. 하나 이상 남겨 두십시오.</translation>
    </message>
    <message>
        <source>{day} cannot be the birthday of anybody in a photo. Choose a day from {first} to today.</source>
        <translation>{day}은(는) 사진 속 인물의 생일이 될 수 없습니다. {first}부터 오늘까지의 날짜를 선택하십시오.</translation>
    </message>
    <message>
        <source>The notes have broken characters. Remove them, then try again.</source>
        <translation>메모에 깨진 문자가 있습니다. 제거한 다음 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>{whom} has no name. Name it first.</source>
        <translation>{whom}에 이름이 없습니다. 먼저 이름을 지정하십시오.</translation>
    </message>
    <message>
        <source>No faces were chosen. Choose at least one.</source>
        <translation>선택한 얼굴이 없습니다. 하나 이상 선택하십시오.</translation>
    </message>
    <message>
        <source>There is no face {number} in the library. Choose another one.</source>
        <translation>라이브러리에 얼굴 {number}이(가) 없습니다. 다른 얼굴을 선택하십시오.</translation>
    </message>
    <message>
        <source>There is no photo {number} in the library. Choose another one.</source>
        <translation>라이브러리에 사진 {number}이(가) 없습니다. 다른 사진을 선택하십시오.</translation>
    </message>
    <message>
        <source>{problem} Choose another name.</source>
        <extracomment>The problem is what a name cannot be, as a sentence.</extracomment>
        <translation>{problem} 다른 이름을 선택하십시오.</translation>
    </message>
    <message>
        <source>A name cannot have line breaks, tabs or other control characters.</source>
        <translation>이름에는 줄바꿈, 탭 또는 기타 제어 문자를 사용할 수 없습니다.</translation>
    </message>
    <message>
        <source>A name cannot be empty.</source>
        <translation>이름은 비워 둘 수 없습니다.</translation>
    </message>
    <message>
        <source>There is no person or group with the number {number}.</source>
        <translation>번호가 {number}인 인물 또는 그룹이 없습니다.</translation>
    </message>
    <message>
        <source>There is nobody called {name}.</source>
        <translation>이름이 {name}인 인물이 없습니다.</translation>
    </message>
    <message>
        <source>There is nobody called {name}. Did you mean {other}?</source>
        <translation>이름이 {name}인 인물이 없습니다. {other}을(를) 찾으셨습니까?</translation>
    </message>
    <message>
        <source>There is nobody called {name}. Did you mean {other} or {third}?</source>
        <translation>이름이 {name}인 인물이 없습니다. {other} 또는 {third}을(를) 찾으셨습니까?</translation>
    </message>
    <message>
        <source>There is nobody called {name}. Did you mean {other} or {third} or {fourth}?</source>
        <translation>이름이 {name}인 인물이 없습니다. {other}, {third} 또는 {fourth}을(를) 찾으셨습니까?</translation>
    </message>
    <message>
        <source>No photo is known to be from {place}.</source>
        <translation>{place}에서 촬영된 것으로 알려진 사진이 없습니다.</translation>
    </message>
    <message>
        <source>No photo is known to be from {place}. Did you mean {other}?</source>
        <translation>{place}에서 촬영된 것으로 알려진 사진이 없습니다. {other}을(를) 찾으셨습니까?</translation>
    </message>
    <message>
        <source>No photo is known to be from {place}. Did you mean {other} or {third}?</source>
        <translation>{place}에서 촬영된 것으로 알려진 사진이 없습니다. {other} 또는 {third}을(를) 찾으셨습니까?</translation>
    </message>
    <message>
        <source>No photo is known to be from {place}. Did you mean {other} or {third} or {fourth}?</source>
        <translation>{place}에서 촬영된 것으로 알려진 사진이 없습니다. {other}, {third} 또는 {fourth}을(를) 찾으셨습니까?</translation>
    </message>
    <message>
        <source>Write no more than {number} characters.</source>
        <translation>{number}자 이내로 입력하십시오.</translation>
    </message>
    <message>
        <source>This parenthesis was not opened.</source>
        <translation>여는 괄호가 없습니다.</translation>
    </message>
    <message>
        <source>There are too many parentheses within parentheses.</source>
        <translation>괄호가 너무 많이 중첩되었습니다.</translation>
    </message>
    <message>
        <source>Write names after only, as in only Anna, or only (Anna or Bert).</source>
        <extracomment>The words only and or are typed in English.</extracomment>
        <translation>only 뒤에는 이름을 입력하십시오. 예: only 지수, only (지수 or 민준)</translation>
    </message>
    <message>
        <source>{dates} ends before it begins.</source>
        <translation>{dates}의 끝이 시작보다 빠릅니다.</translation>
    </message>
    <message>
        <source>There is no date {date} in any photo.</source>
        <translation>{date}은(는) 어느 사진에도 없는 날짜입니다.</translation>
    </message>
    <message>
        <source>Write {sign} directly before what is left out, as in {sign}Anna.</source>
        <extracomment>A minus.</extracomment>
        <translation>제외할 대상 바로 앞에 {sign}을(를) 입력하십시오. 예: {sign}지수</translation>
    </message>
    <message>
        <source>Write a date after {word}, as in {word} 2012 or {word} 2012-06-30.</source>
        <extracomment>The word is before or after, in English.</extracomment>
        <translation>{word} 뒤에는 날짜를 입력하십시오. 예: {word} 2012, {word} 2012-06-30</translation>
    </message>
    <message>
        <source>{word} is no date. Write 2019, 2019-07, 2019-07-14 or 2015..2018.</source>
        <translation>{word}은(는) 날짜가 아닙니다. 2019, 2019-07, 2019-07-14 또는 2015..2018과 같이 입력하십시오.</translation>
    </message>
    <message>
        <source>Nothing is found by {word}: only by in:, camera: and file:.</source>
        <extracomment>What stands before a colon is typed in English.</extracomment>
        <translation>{word}(으)로는 검색할 수 없습니다. in:, camera:, file:만 사용할 수 있습니다.</translation>
    </message>
    <message>
        <source>{file} is no longer there. Connect the drive it is on, or index its folder again.</source>
        <translation>{file}이(가) 더 이상 없습니다. 파일이 있는 드라이브를 연결하거나 폴더를 다시 색인하십시오.</translation>
    </message>
    <message>
        <source>{file} may not be read. Give your account the right to read it, then index again.</source>
        <translation>{file}을(를) 읽을 권한이 없습니다. 사용자 계정에 읽기 권한을 부여한 다음 다시 색인하십시오.</translation>
    </message>
    <message>
        <source>{file} is a folder or a device, not a photo. Choose an image file.</source>
        <translation>{file}은(는) 사진이 아니라 폴더 또는 장치입니다. 이미지 파일을 선택하십시오.</translation>
    </message>
    <message>
        <source>{file} is empty. Restore it from a backup, or delete it.</source>
        <translation>{file}이(가) 비어 있습니다. 백업에서 복원하거나 삭제하십시오.</translation>
    </message>
    <message>
        <source>{file} is not a picture of a known format. Export it as JPEG or PNG to use it here.</source>
        <translation>{file}은(는) 알려진 이미지 형식이 아닙니다. 여기에서 사용하려면 JPEG 또는 PNG로 내보내십시오.</translation>
    </message>
    <message>
        <source>{file} is damaged, and no part of the picture can be shown. Restore it from a backup.</source>
        <translation>{file}이(가) 손상되어 이미지의 어느 부분도 표시할 수 없습니다. 백업에서 복원하십시오.</translation>
    </message>
    <message>
        <source>{file} is too large ({reason}). Save a smaller copy to use it here.</source>
        <translation>{file}이(가) 너무 큽니다({reason}). 여기에서 사용하려면 더 작은 복사본을 저장하십시오.</translation>
    </message>
    <message>
        <source>Reading {file} had to be stopped ({reason}): the file may be damaged. Restore it from a backup, or export it anew as JPEG.</source>
        <translation>{file} 읽기를 중단해야 했습니다({reason}). 파일이 손상되었을 수 있습니다. 백업에서 복원하거나 JPEG로 다시 내보내십시오.</translation>
    </message>
    <message>
        <source>Reading {file} had to be stopped ({reason}): the video may be damaged. Restore it from a backup, or convert it to MP4 anew.</source>
        <translation>{file} 읽기를 중단해야 했습니다({reason}). 동영상이 손상되었을 수 있습니다. 백업에서 복원하거나 MP4로 다시 변환하십시오.</translation>
    </message>
    <message>
        <source>{file} is a RAW photo, and RAW support is not installed. Install it beside Familiar with `pip install rawpy`, or export the photo as JPEG.</source>
        <translation>{file}은(는) RAW 사진이지만 RAW 지원이 설치되어 있지 않습니다. Familiar와 함께 `pip install rawpy` 명령으로 설치하거나 사진을 JPEG로 내보내십시오.</translation>
    </message>
    <message>
        <source>{file} is a video, and video support is not installed (a bundle comes without it). Install it beside Familiar with `pip install av`, then index again.</source>
        <translation>{file}은(는) 동영상이지만 동영상 지원이 설치되어 있지 않습니다(번들에는 들어 있지 않음). `pip install av`로 Familiar와 함께 설치한 다음 다시 색인하십시오.</translation>
    </message>
    <message>
        <source>{file} is not a video of a known format, or has sound alone. Convert it to MP4 to use it here.</source>
        <translation>{file}은(는) 알려진 형식의 동영상이 아니거나 소리만 있습니다. 여기에서 사용하려면 MP4로 변환하십시오.</translation>
    </message>
    <message>
        <source>{file} is a picture ({reason}) with the name of a video. Give it a name that ends as pictures do, such as .jpg, then index again.</source>
        <translation>{file}은(는) 동영상 이름이 붙은 사진({reason})입니다. .jpg처럼 사진 확장자로 끝나는 이름으로 바꾼 다음 다시 색인하십시오.</translation>
    </message>
    <message>
        <source>{file} could not be read ({reason}). Check the drive it is on, then index again.</source>
        <translation>{file}을(를) 읽을 수 없습니다({reason}). 파일이 있는 드라이브를 점검한 다음 다시 색인하십시오.</translation>
    </message>
    <message>
        <source>{file} could not be looked at, through a fault in Familiar ({reason}). Please report it with the log; all other photos are indexed as usual.</source>
        <translation>Familiar의 오류로 {file}을(를) 살펴볼 수 없습니다({reason}). 로그와 함께 신고해 주십시오. 다른 사진은 모두 정상적으로 색인됩니다.</translation>
    </message>
    <message>
        <source>{file} is not there. Connect its drive or put it back, then draw again.</source>
        <translation>{file}이(가) 없습니다. 드라이브를 연결하거나 파일을 원래 위치로 되돌린 다음 다시 그리십시오.</translation>
    </message>
    <message>
        <source>{file} is not as the library knows it. Bring the library up to date, then draw again.</source>
        <translation>{file}이(가) 라이브러리의 정보와 다릅니다. 라이브러리를 최신 상태로 만든 다음 다시 그리십시오.</translation>
    </message>
    <message>
        <source>There is no folder {folder}. Check its name, and that its drive is connected.</source>
        <translation>{folder} 폴더가 없습니다. 이름을 확인하고 드라이브가 연결되어 있는지 확인하십시오.</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be opened ({reason}). Choose another folder.</source>
        <translation>{folder} 폴더를 열 수 없습니다({reason}). 다른 폴더를 선택하십시오.</translation>
    </message>
    <message>
        <source>{file} is not a folder. Choose the folder that it is in.</source>
        <translation>{file}은(는) 폴더가 아닙니다. 파일이 들어 있는 폴더를 선택하십시오.</translation>
    </message>
    <message>
        <source>Another Familiar is working on {file}. Wait until it has finished or close it, then try again.</source>
        <translation>다른 Familiar가 {file}에서 작업 중입니다. 끝날 때까지 기다리거나 닫은 다음 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>The library {file} is damaged ({reason}). Keep a copy of the file and restore your latest backup.</source>
        <translation>라이브러리 {file}이(가) 손상되었습니다({reason}). 파일의 복사본을 보관하고 최신 백업을 복원하십시오.</translation>
    </message>
    <message>
        <source>The library {file} is gone or empty, but copies of it are beside it. Restore the latest one, or move them away to begin a new library.</source>
        <translation>라이브러리 {file}이(가) 없거나 비어 있지만 옆에 복사본이 있습니다. 최신 복사본을 복원하거나, 새 라이브러리를 시작하려면 복사본을 다른 곳으로 옮기십시오.</translation>
    </message>
    <message>
        <source>The library {file} cannot be replaced ({reason}). Close whatever has it open, free some space, then try again.</source>
        <translation>라이브러리 {file}을(를) 바꿀 수 없습니다({reason}). 이 파일을 열고 있는 프로그램을 닫고 공간을 확보한 다음 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>{file} is not a Familiar library. Choose another file, or another name for a new library.</source>
        <translation>{file}은(는) Familiar 라이브러리가 아닙니다. 다른 파일을 선택하거나 새 라이브러리에 다른 이름을 사용하십시오.</translation>
    </message>
    <message>
        <source>The library {file} cannot be used: {reason}, then try again.</source>
        <translation>라이브러리 {file}을(를) 사용할 수 없습니다: {reason}. 그런 다음 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>The backup {file} was not made, because the library is damaged ({reason}). Keep your earlier backups and restore the latest good one.</source>
        <translation>라이브러리가 손상되어({reason}) 백업 {file}을(를) 만들지 못했습니다. 이전 백업을 보관하고 정상적인 최신 백업을 복원하십시오.</translation>
    </message>
    <message>
        <source>The backup was not made, because {file} already exists. Choose another name, or ask for it to be replaced.</source>
        <translation>{file}이(가) 이미 있어 백업을 만들지 못했습니다. 다른 이름을 선택하거나 기존 파일을 바꾸도록 지정하십시오.</translation>
    </message>
    <message>
        <source>The backup {file} cannot be written ({reason}). Choose another folder or free some space, then try again.</source>
        <translation>백업 {file}을(를) 쓸 수 없습니다({reason}). 다른 폴더를 선택하거나 공간을 확보한 다음 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>{file} is the library itself. Choose another name for the backup.</source>
        <translation>{file}은(는) 라이브러리 자체입니다. 백업에 다른 이름을 선택하십시오.</translation>
    </message>
    <message>
        <source>{file} is not a backup of a library, so it is not replaced. Choose another name for the backup.</source>
        <translation>{file}은(는) 라이브러리의 백업이 아니므로 바꾸지 않습니다. 백업에 다른 이름을 선택하십시오.</translation>
    </message>
    <message>
        <source>The lock file {file} cannot be written ({reason}). Allow yourself to write to its folder, then try again.</source>
        <translation>잠금 파일 {file}을(를) 쓸 수 없습니다({reason}). 폴더의 쓰기 권한을 허용한 다음 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>{file} is a database of another program, but Familiar keeps {what} there. Move it to another folder.</source>
        <translation>{file}은(는) 다른 프로그램의 데이터베이스이지만 Familiar가 {what}을(를) 보관하는 위치입니다. 다른 폴더로 옮기십시오.</translation>
    </message>
    <message>
        <source>The {what} in {file} cannot be written ({reason}). Allow yourself to write there and to its folder, then try again.</source>
        <translation>{file}에 {what}을(를) 쓸 수 없습니다({reason}). 파일과 폴더의 쓰기 권한을 허용한 다음 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>{file} is a folder. Choose a file, or a name for a new library.</source>
        <translation>{file}은(는) 폴더입니다. 파일을 선택하거나 새 라이브러리의 이름을 지정하십시오.</translation>
    </message>
    <message>
        <source>The library {file} was made by a newer Familiar (its format is {version}, this program knows {known}). Install the newest Familiar to open it.</source>
        <translation>라이브러리 {file}은(는) 더 새로운 Familiar에서 만들어졌습니다(형식 {version}, 이 프로그램이 지원하는 형식 {known}). 열려면 최신 Familiar를 설치하십시오.</translation>
    </message>
    <message>
        <source>There is no library at {file}. Look whether its drive is connected, or create a library there.</source>
        <translation>{file}에 라이브러리가 없습니다. 드라이브가 연결되어 있는지 확인하거나 그 위치에 라이브러리를 만드십시오.</translation>
    </message>
    <message>
        <source>The library {file} cannot be opened or created ({reason}). Choose another folder, or allow yourself to write to this one.</source>
        <translation>라이브러리 {file}을(를) 열거나 만들 수 없습니다({reason}). 다른 폴더를 선택하거나 이 폴더의 쓰기 권한을 허용하십시오.</translation>
    </message>
    <message>
        <source>{file} is a database of another program, not a Familiar library. Choose another file, or another name for a new library.</source>
        <translation>{file}은(는) Familiar 라이브러리가 아니라 다른 프로그램의 데이터베이스입니다. 다른 파일을 선택하거나 새 라이브러리에 다른 이름을 사용하십시오.</translation>
    </message>
    <message>
        <source>The library {file} is on a drive that does not support it (perhaps a network drive). Move it to a disk of this computer.</source>
        <translation>라이브러리 {file}이(가) 라이브러리를 지원하지 않는 드라이브(네트워크 드라이브 등)에 있습니다. 이 컴퓨터의 디스크로 옮기십시오.</translation>
    </message>
    <message>
        <source>The library {file} could not be brought to the format of this Familiar ({reason}). It is as it was, and {copy} is a copy of it. Go on with the Familiar you had, and report this.</source>
        <translation>라이브러리 {file}을(를) 이 Familiar의 형식으로 변환하지 못했습니다({reason}). 라이브러리는 이전 상태 그대로이며 {copy}은(는) 그 복사본입니다. 이전에 쓰던 Familiar를 계속 사용하고 이 문제를 신고해 주십시오.</translation>
    </message>
    <message>
        <source>They are gone from the library, but bytes of them may still be in its files. {problem}</source>
        <extracomment>Of somebody forgotten; the problem is a sentence.</extracomment>
        <translation>이 인물은 라이브러리에서 제거되었지만 일부 데이터가 라이브러리 파일에 남아 있을 수 있습니다. {problem}</translation>
    </message>
    <message>
        <source>There is no model named {model}. Known models: {models}.</source>
        <translation>이름이 {model}인 모델이 없습니다. 사용할 수 있는 모델: {models}.</translation>
    </message>
    <message>
        <source>The model {model} cannot be repaired: {reason}</source>
        <translation>모델 {model}을(를) 복구할 수 없습니다: {reason}</translation>
    </message>
    <message>
        <source>The model {model} cannot be read: {reason}. {remedy}</source>
        <translation>모델 {model}을(를) 읽을 수 없습니다: {reason}. {remedy}</translation>
    </message>
    <message>
        <source>The model {model} comes with the package {package} {version}, which is not installed. {remedy}</source>
        <translation>모델 {model}은(는) {package} {version} 패키지에 포함되어 있으나 이 패키지가 설치되어 있지 않습니다. {remedy}</translation>
    </message>
    <message>
        <source>{file} is not the file that the card of {model} describes (SHA-256 is {found}, should be {expected}). {remedy}</source>
        <translation>{file}은(는) {model}의 모델 카드에 기술된 파일이 아닙니다(SHA-256: {found}, 예상 값: {expected}). {remedy}</translation>
    </message>
    <message>
        <source>The cache folder {folder} cannot be written: {reason}. Free some space there, or set the environment variable XDG_CACHE_HOME to a folder that can be written.</source>
        <translation>캐시 폴더 {folder}에 쓸 수 없습니다: {reason}. 공간을 확보하거나, 환경 변수 XDG_CACHE_HOME을 쓸 수 있는 폴더로 설정하십시오.</translation>
    </message>
    <message>
        <source>{provider} is not available here; available: {others}. Choose one of these, or install the onnxruntime package made for your graphics card.</source>
        <translation>여기에서는 {provider}을(를) 사용할 수 없습니다. 사용할 수 있는 항목: {others}. 이 중에서 선택하거나 사용 중인 그래픽 카드용 onnxruntime 패키지를 설치하십시오.</translation>
    </message>
    <message>
        <source>The model {model} cannot be loaded: {reason}</source>
        <translation>모델 {model}을(를) 불러올 수 없습니다: {reason}</translation>
    </message>
    <message>
        <source>There is not enough memory for the model {model}. Close other programs, then try again.</source>
        <translation>모델 {model}에 필요한 메모리가 부족합니다. 다른 프로그램을 닫은 다음 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>There is not enough memory to run networks. Close other programs, then try again.</source>
        <translation>네트워크를 실행할 메모리가 부족합니다. 다른 프로그램을 닫은 다음 다시 시도하세요.</translation>
    </message>
    <message>
        <source>onnxruntime, which runs the networks, cannot be loaded: {reason}. Install it anew with: {command}</source>
        <translation>네트워크를 실행하는 onnxruntime을 불러올 수 없습니다: {reason}. 다음 명령으로 다시 설치하세요: {command}</translation>
    </message>
    <message>
        <source>The model {model} failed: {reason}</source>
        <translation>모델 {model}을(를) 실행하지 못했습니다: {reason}</translation>
    </message>
    <message>
        <source>Install it with: {command}</source>
        <translation>설치 명령: {command}</translation>
    </message>
    <message>
        <source>Install the model again with: {command}</source>
        <translation>모델을 다시 설치하는 명령: {command}</translation>
    </message>
    <message>
        <source>It is a part of Familiar: install Familiar again.</source>
        <translation>Familiar에 포함된 파일입니다. Familiar를 다시 설치하십시오.</translation>
    </message>
    <message>
        <source>The library still has {rows} of their rows (table {table}). Forget them once more.</source>
        <translation>라이브러리에 이 인물의 데이터 행 {rows}개가 아직 남아 있습니다(테이블 {table}). 잊기를 다시 한번 실행하십시오.</translation>
    </message>
    <message>
        <source>The library still has {number} of their names as files said them. Forget them once more.</source>
        <translation>라이브러리에 파일에서 읽은 이 인물의 이름이 아직 {number}개 있습니다. 한 번 더 잊으십시오.</translation>
    </message>
    <message>
        <source>Somebody in the library has their name.</source>
        <translation>라이브러리에 같은 이름의 인물이 있습니다.</translation>
    </message>
    <message>
        <source>The history still refers to them ({times} times). Forget them once more.</source>
        <translation>기록에 이 인물에 대한 참조가 아직 {times}개 남아 있습니다. 잊기를 다시 한번 실행하십시오.</translation>
    </message>
    <message>
        <source>The history still names them ({times} times). Forget them once more.</source>
        <translation>기록에 이 인물의 이름이 아직 {times}번 남아 있습니다. 잊기를 다시 한번 실행하십시오.</translation>
    </message>
    <message>
        <source>{file} still has {number} of the {what}. Close every other Familiar that uses the library, then finish forgetting once more.</source>
        <translation>{file}에 {what} {number}개가 아직 남아 있습니다. 이 라이브러리를 사용하는 다른 Familiar를 모두 닫은 다음 잊기를 다시 한번 실행하십시오.</translation>
    </message>
    <message>
        <source>{file} still has bytes of {number} of the {what}. Close every other Familiar that uses the library, then finish forgetting once more.</source>
        <translation>{file}에 {what} {number}개의 일부 데이터가 아직 남아 있습니다. 이 라이브러리를 사용하는 다른 Familiar를 모두 닫은 다음 잊기를 다시 한번 실행하십시오.</translation>
    </message>
    <message>
        <source>{file} could not be searched for the {what} ({reason}).</source>
        <translation>{file}에서 {what}을(를) 검색하지 못했습니다({reason}).</translation>
    </message>
    <message>
        <source>You confirmed to be somebody else&apos;s what has the same embedding as one of the forgotten faces, so it stays: face {faces}. If that is a mistake, delete it.</source>
        <extracomment>Numbers of faces, separated by commas.</extracomment>
        <translation>잊은 얼굴 중 하나와 특징 데이터가 같은 얼굴을 다른 인물의 얼굴로 확인하셨으므로 그 얼굴은 남습니다: 얼굴 {faces}. 잘못 확인했다면 삭제하십시오.</translation>
    </message>
    <message>
        <source>crops of faces</source>
        <extracomment>Small pictures of faces that are kept in a file.</extracomment>
        <translation>얼굴 이미지</translation>
    </message>
    <message>
        <source>fingerprints of photos</source>
        <extracomment>Of which it is seen that two are alike, kept in a file.</extracomment>
        <translation>사진 지문</translation>
    </message>
    <message>
        <source>crops</source>
        <extracomment>Small pictures of faces that are kept in a file.</extracomment>
        <translation>얼굴 이미지</translation>
    </message>
    <message>
        <source>thumbnails</source>
        <translation>섬네일</translation>
    </message>
    <message>
        <source>fingerprints</source>
        <translation>이미지 지문</translation>
    </message>
    <message>
        <source>embeddings</source>
        <translation>특징 데이터</translation>
    </message>
    <message>
        <source>{width} × {height} pixels</source>
        <translation>{width} × {height}픽셀</translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation>{size}MB</translation>
    </message>
    <message>
        <source>not enough memory</source>
        <translation>메모리 부족</translation>
    </message>
    <message>
        <source>more pixels than can be held</source>
        <translation>처리할 수 있는 픽셀 수 초과</translation>
    </message>
    <message>
        <source>it grew while it was read</source>
        <translation>읽는 동안 파일 크기가 늘어남</translation>
    </message>
    <message>
        <source>the decoder crashed</source>
        <translation>디코더가 비정상 종료됨</translation>
    </message>
    <message>
        <source>it has parts that Familiar did not make</source>
        <translation>Familiar가 만들지 않은 부분이 있음</translation>
    </message>
    <message>
        <source>a text in it is none</source>
        <translation>그 안의 텍스트 하나가 올바르지 않음</translation>
    </message>
    <message>
        <source>it took too long</source>
        <translation>시간이 너무 오래 걸림</translation>
    </message>
    <message>
        <source>it is read-only. Allow yourself to write to it and to its folder</source>
        <extracomment>Of the library.</extracomment>
        <translation>읽기 전용입니다. 파일과 폴더의 쓰기 권한을 허용하십시오</translation>
    </message>
    <message>
        <source>access is not allowed. Allow yourself to write to it and to its folder</source>
        <extracomment>To the library.</extracomment>
        <translation>접근이 허용되지 않습니다. 파일과 폴더의 쓰기 권한을 허용하십시오</translation>
    </message>
    <message>
        <source>the disk is full. Free some space</source>
        <translation>디스크가 가득 찼습니다. 공간을 확보하십시오</translation>
    </message>
    <message>
        <source>its beginning is overwritten</source>
        <extracomment>Of the library&apos;s file.</extracomment>
        <translation>파일의 앞부분을 덮어썼음</translation>
    </message>
    <message>
        <source>no whole copy of it can be made</source>
        <translation>온전한 복사본을 만들 수 없음</translation>
    </message>
    <message>
        <source>it cannot be opened. Look whether its drive is connected, whether its folder exists and whether you may write there</source>
        <extracomment>The library.</extracomment>
        <translation>열 수 없습니다. 드라이브가 연결되어 있는지, 폴더가 있는지, 쓰기 권한이 있는지 확인하십시오</translation>
    </message>
    <message>
        <source>its drive reports an error. Look whether the drive is connected and healthy</source>
        <extracomment>The library&apos;s.</extracomment>
        <translation>드라이브에서 오류가 발생했습니다. 드라이브가 연결되어 있고 정상인지 확인하십시오</translation>
    </message>
    <message>
        <source>{folder} lies in the watched folder {root}, so what is exported there would be taken for more photos. Choose a folder outside of it.</source>
        <translation>{folder}은(는) 감시 중인 폴더 {root} 안에 있어, 그곳에 내보낸 것은 새 사진으로 여겨집니다. 그 밖의 폴더를 선택하세요.</translation>
    </message>
    <message>
        <source>There is not enough space for {place} ({reason}). Free some, or choose another drive, then export again.</source>
        <translation>{place}을(를) 저장할 공간이 부족합니다({reason}). 공간을 확보하거나 다른 드라이브를 선택한 다음 다시 내보내세요.</translation>
    </message>
    <message>
        <source>{place} cannot be written ({reason}). Choose another place, then export again.</source>
        <translation>{place}에 쓸 수 없습니다({reason}). 다른 위치를 선택한 다음 다시 내보내세요.</translation>
    </message>
    <message>
        <source>{file} is not there. Connect its drive or bring it back, then export again.</source>
        <translation>{file}이(가) 없습니다. 드라이브를 연결하거나 파일을 되돌려 놓은 다음 다시 내보내세요.</translation>
    </message>
    <message>
        <source>{file} was replaced by another picture, which does not show them.</source>
        <extracomment>The person whose photos are exported.</extracomment>
        <translation>{file}은(는) 이 인물이 없는 다른 그림으로 바뀌었습니다.</translation>
    </message>
    <message>
        <source>{file} cannot be linked from {folder}. Choose a folder on the same drive, or copy instead.</source>
        <translation>{folder}에서 {file}을(를) 링크할 수 없습니다. 같은 드라이브의 폴더를 선택하거나 대신 복사하세요.</translation>
    </message>
    <message>
        <source>{file} could not be exported to {folder} ({reason}). Look after that, then export again.</source>
        <translation>{file}을(를) {folder}(으)로 내보낼 수 없습니다({reason}). 문제를 해결한 다음 다시 내보내세요.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({reason}). Look after that, then export again.</source>
        <translation>{file}을(를) 읽을 수 없습니다({reason}). 문제를 해결한 다음 다시 내보내세요.</translation>
    </message>
    <message>
        <source>Noted that {whom} is in a photo</source>
        <translation>사진 한 장에 {whom}이(가) 있다고 기록함</translation>
    </message>
    <message>
        <source>Took back that {whom} is in a photo</source>
        <translation>사진 한 장에 {whom}이(가) 있다는 기록을 취소함</translation>
    </message>
    <message numerus="yes">
        <source>Read %n name(s) from photos</source>
        <translation>
            <numerusform>사진에서 이름 %n개를 읽음</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Imported the names in %n photo(s) from {program}</source>
        <extracomment>The program is digiKam, Picasa and the like.</extracomment>
        <translation>
            <numerusform>{program}에서 사진 %n장의 이름을 가져옴</numerusform>
        </translation>
    </message>
    <message>
        <source>Imported what was said of people from {program}</source>
        <extracomment>Birthdays, notes, who is not whom.</extracomment>
        <translation>{program}에서 사람들에 관한 정보를 가져옴</translation>
    </message>
    <message>
        <source>Wrote names into photos</source>
        <translation>사진에 이름을 씀</translation>
    </message>
    <message numerus="yes">
        <source>Wrote names into %n photo(s)</source>
        <translation>
            <numerusform>사진 %n장에 이름을 씀</numerusform>
        </translation>
    </message>
    <message>
        <source>{file} is not there. Check its name, or connect its drive.</source>
        <translation>{file}이(가) 없습니다. 이름을 확인하거나 드라이브를 연결하십시오.</translation>
    </message>
    <message>
        <source>{file} is packed. Unpack it, with all other parts of the same export, into one folder, add that folder to your library, and import the folder.</source>
        <translation>{file}은(는) 압축되어 있습니다. 같은 내보내기의 다른 부분과 함께 한 폴더에 압축을 풀고, 그 폴더를 라이브러리에 추가한 다음 가져오십시오.</translation>
    </message>
    <message>
        <source>In {folder} there is nothing of digiKam, Picasa, Google Takeout or osxphotos. Choose digikam4.db, or a folder of photos that one of the others was used with. Names that Lightroom, Immich and others keep in the photos or beside them (XMP) need no import: they are read when the folder is added.</source>
        <translation>{folder}에는 digiKam, Picasa, Google Takeout, osxphotos의 데이터가 없습니다. digikam4.db 또는 다른 프로그램을 쓰던 사진 폴더를 선택하십시오. Lightroom, Immich 등이 사진 안이나 옆(XMP)에 저장한 이름은 가져올 필요가 없습니다. 폴더를 추가할 때 읽습니다.</translation>
    </message>
    <message>
        <source>{file} cannot be read as a digiKam database ({reason}). Close digiKam and try again; if that does not help, restore the file from a backup.</source>
        <translation>{file}을(를) digiKam 데이터베이스로 읽을 수 없습니다({reason}). digiKam을 닫고 다시 시도하십시오. 그래도 안 되면 백업에서 파일을 복원하십시오.</translation>
    </message>
    <message>
        <source>{file} cannot be opened. Choose digikam4.db, or the folder that it is in.</source>
        <translation>{file}을(를) 열 수 없습니다. digikam4.db 또는 그 파일이 있는 폴더를 선택하십시오.</translation>
    </message>
    <message>
        <source>{file} is no SQLite database. Choose digiKam&apos;s digikam4.db.</source>
        <translation>{file}은(는) SQLite 데이터베이스가 아닙니다. digiKam의 digikam4.db를 선택하십시오.</translation>
    </message>
    <message>
        <source>{file} is larger than a digiKam database can be.</source>
        <translation>{file}은(는) digiKam 데이터베이스로 볼 수 없을 만큼 큽니다.</translation>
    </message>
    <message>
        <source>{file} could not be copied to be read. Close digiKam and try again, or make room on the drive.</source>
        <translation>{file}을(를) 읽기 위해 복사할 수 없었습니다. digiKam을 닫고 다시 시도하거나 드라이브 공간을 확보하십시오.</translation>
    </message>
    <message>
        <source>{file} has not the tables of digiKam. Choose digiKam&apos;s digikam4.db.</source>
        <translation>{file}에 digiKam의 테이블이 없습니다. digiKam의 digikam4.db를 선택하십시오.</translation>
    </message>
    <message>
        <source>{file} is no file. Choose the JSON file that Familiar has exported.</source>
        <translation>{file}은(는) 파일이 아닙니다. Familiar가 내보낸 JSON 파일을 선택하십시오.</translation>
    </message>
    <message>
        <source>{file} is damaged or not whole. Export the names anew.</source>
        <translation>{file}이(가) 손상되었거나 완전하지 않습니다. 이름을 다시 내보내십시오.</translation>
    </message>
    <message>
        <source>{file} cannot be read. Check the drive it is on.</source>
        <translation>{file}을(를) 읽을 수 없습니다. 드라이브를 확인하십시오.</translation>
    </message>
    <message>
        <source>{file} has no names of Familiar. Choose the JSON file that it has exported.</source>
        <translation>{file}에 Familiar의 이름이 없습니다. Familiar가 내보낸 JSON 파일을 선택하십시오.</translation>
    </message>
    <message>
        <source>{file} was written by a newer Familiar. Import it with that version or a newer one.</source>
        <translation>{file}은(는) 더 새로운 Familiar가 만들었습니다. 그 버전 이상으로 가져오십시오.</translation>
    </message>
    <message>
        <source>{file} has no people of osxphotos. Make the file with osxphotos query --json, or export with --sidecar json and choose the folder. The report of an export has no people.</source>
        <translation>{file}에 osxphotos의 인물이 없습니다. osxphotos query --json으로 파일을 만들거나 --sidecar json으로 내보낸 뒤 그 폴더를 선택하십시오. 내보내기 보고서에는 인물이 없습니다.</translation>
    </message>
    <message>
        <source>{file} has no JSON files of osxphotos beside its photos. Export with --sidecar json, or choose the file that osxphotos query --json made.</source>
        <translation>{file}의 사진 옆에 osxphotos의 JSON 파일이 없습니다. --sidecar json으로 내보내거나 osxphotos query --json으로 만든 파일을 선택하십시오.</translation>
    </message>
    <message>
        <source>No folder in {folder} has a .picasa.ini. Choose the folder whose photos Picasa showed.</source>
        <translation>{folder} 안의 어느 폴더에도 .picasa.ini가 없습니다. Picasa에서 보던 사진 폴더를 선택하십시오.</translation>
    </message>
    <message>
        <source>{file} cannot be opened. Check that you may read it.</source>
        <translation>{file}을(를) 열 수 없습니다. 읽기 권한이 있는지 확인하십시오.</translation>
    </message>
    <message>
        <source>{file} is no plain file. Choose another.</source>
        <translation>{file}은(는) 일반 파일이 아닙니다. 다른 것을 선택하십시오.</translation>
    </message>
    <message>
        <source>{file} is not there, or no plain file. Choose another.</source>
        <translation>{file}이(가) 없거나 일반 파일이 아닙니다. 다른 것을 선택하십시오.</translation>
    </message>
    <message>
        <source>{file} is larger than such a file can be ({number} MB) and was left out.</source>
        <translation>{file}은(는) 이런 파일로는 너무 커서({number}MB) 제외했습니다.</translation>
    </message>
    <message>
        <source>{file} is damaged or no JSON file, and was left out. Export it anew.</source>
        <translation>{file}이(가) 손상되었거나 JSON 파일이 아니어서 제외했습니다. 다시 내보내십시오.</translation>
    </message>
    <message>
        <source>{file} is damaged or no JSON file. Make it anew.</source>
        <translation>{file}이(가) 손상되었거나 JSON 파일이 아닙니다. 다시 만드십시오.</translation>
    </message>
    <message>
        <source>{folder} has no JSON files of a Google Takeout. Unpack all parts of the Takeout into one folder and choose that.</source>
        <translation>{folder}에 Google Takeout의 JSON 파일이 없습니다. Takeout의 모든 부분을 한 폴더에 풀고 그 폴더를 선택하십시오.</translation>
    </message>
    <message>
        <source>A tag of {file} has no name that a person can have (number {number}), and was left out.</source>
        <translation>{file}의 태그(번호 {number})는 인물 이름이 될 수 없어 제외했습니다.</translation>
    </message>
    <message>
        <source>digiKam has {number} tags for people called {name} ({tags}); they become one person.</source>
        <extracomment>The tags are separated by commas.</extracomment>
        <translation>digiKam에 이름이 {name}인 인물 태그가 {number}개 있습니다({tags}). 한 인물이 됩니다.</translation>
    </message>
    <message>
        <source>The places of {number} faces in {file} cannot be read; their names are kept without a place.</source>
        <translation>{file}에 있는 얼굴 {number}개의 위치를 읽을 수 없습니다. 이름은 위치 없이 유지합니다.</translation>
    </message>
    <message>
        <source>{number} photos of {file} are in no folder that it knows, and were left out.</source>
        <translation>{file}의 사진 {number}장은 알려진 폴더에 없어 제외했습니다.</translation>
    </message>
    <message>
        <source>{file} names people, but its photo is not beside it.</source>
        <translation>{file}에 인물이 있지만 사진이 옆에 없습니다.</translation>
    </message>
    <message>
        <source>{number} entries of {file} are no photos and were left out.</source>
        <translation>{file}의 항목 {number}개는 사진이 아니어서 제외했습니다.</translation>
    </message>
    <message>
        <source>{number} entries of {file} say nothing that can be used.</source>
        <translation>{file}의 항목 {number}개에는 쓸 수 있는 내용이 없습니다.</translation>
    </message>
    <message>
        <source>{number} faces of {times} people have a number instead of a name. Copy Picasa&apos;s contacts.xml into {folder} and import again.</source>
        <translation>인물 {times}명의 얼굴 {number}개에 이름 대신 번호가 있습니다. Picasa의 contacts.xml을 {folder}에 복사하고 다시 가져오십시오.</translation>
    </message>
    <message>
        <source>{file} has faces of {number} photos whose names lead out of the folder; they were left out.</source>
        <translation>{file}에 이름이 폴더 밖을 가리키는 사진 {number}장의 얼굴이 있어 제외했습니다.</translation>
    </message>
    <message>
        <source>{number} faces of {file} cannot be read and were left out.</source>
        <translation>{file}의 얼굴 {number}개를 읽을 수 없어 제외했습니다.</translation>
    </message>
    <message>
        <source>{number} photos in {folder} are cropped in Picasa only, such as {file}; their people are kept without a place.</source>
        <translation>{folder}의 사진 {number}장({file} 등)은 Picasa에서만 잘렸습니다. 그 인물은 위치 없이 유지합니다.</translation>
    </message>
    <message>
        <source>{folder} cannot be listed. Check that you may read this folder.</source>
        <translation>{folder}의 목록을 볼 수 없습니다. 읽기 권한이 있는지 확인하십시오.</translation>
    </message>
    <message>
        <source>{folder} holds more files than can be read. Import its folders singly.</source>
        <translation>{folder}에 파일이 너무 많아 모두 읽을 수 없습니다. 하위 폴더를 하나씩 가져오십시오.</translation>
    </message>
    <message>
        <source>{number} files in {folder}, such as {file}, name people of photos that are not beside them. Unpack all parts of the Takeout into one folder and import again.</source>
        <translation>{folder}의 파일 {number}개({file} 등)에 인물이 있지만 사진이 옆에 없습니다. Takeout의 모든 부분을 한 폴더에 풀고 다시 가져오십시오.</translation>
    </message>
    <message>
        <source>{file} is not there, so its people are noted without a place. Connect its drive and import again.</source>
        <translation>{file}이(가) 없어 그 인물을 위치 없이 기록했습니다. 드라이브를 연결하고 다시 가져오십시오.</translation>
    </message>
    <message>
        <source>{file} is not as the library knows it, so its people are noted without a place. Bring the library up to date and import again.</source>
        <translation>{file}이(가) 라이브러리가 아는 것과 달라 그 인물을 위치 없이 기록했습니다. 라이브러리를 갱신하고 다시 가져오십시오.</translation>
    </message>
    <message>
        <source>{number} more photos could not be looked at.</source>
        <translation>그 밖에 사진 {number}장을 볼 수 없었습니다.</translation>
    </message>
    <message>
        <source>Something else was done at the same time. Look at the history, then try again.</source>
        <translation>동시에 다른 작업이 이루어졌습니다. 기록을 확인하고 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>No photo below {folder} is known. Index it first: familiar index {folder}</source>
        <translation>{folder} 아래에 알려진 사진이 없습니다. 먼저 색인하십시오: familiar index {folder}</translation>
    </message>
    <message>
        <source>What the files said before is no longer kept, so they stay as they are.</source>
        <translation>파일의 이전 내용이 더 이상 보관되어 있지 않아 그대로 둡니다.</translation>
    </message>
    <message>
        <source>Writing names was cut off before anything was written, so there is nothing to undo of it. Undo once more to take back what was done before.</source>
        <translation>이름 쓰기가 아무것도 쓰기 전에 중단되어 실행 취소할 것이 없습니다. 그 전에 한 작업을 되돌리려면 한 번 더 실행 취소하세요.</translation>
    </message>
    <message>
        <source>{file} is not there, so it was left out. Connect its drive, then try again.</source>
        <translation>{file}이(가) 없어 제외했습니다. 드라이브를 연결하고 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>{file} was changed since, so it stays as it is.</source>
        <translation>{file}은(는) 그 뒤에 바뀌어 그대로 둡니다.</translation>
    </message>
    <message>
        <source>{file} cannot be made what it was, so it stays as it is.</source>
        <translation>{file}을(를) 이전 상태로 되돌릴 수 없어 그대로 둡니다.</translation>
    </message>
    <message>
        <source>{file} stays as it is. It cannot be read or written ({reason}).</source>
        <translation>{file}은(는) 그대로 둡니다. 읽거나 쓸 수 없습니다({reason}).</translation>
    </message>
    <message>
        <source>{file} stays as it is. {problem}</source>
        <extracomment>The problem is a sentence.</extracomment>
        <translation>{file}은(는) 그대로 둡니다. {problem}</translation>
    </message>
    <message>
        <source>It cannot be read ({reason}).</source>
        <translation>읽을 수 없습니다({reason}).</translation>
    </message>
    <message>
        <source>It could not be written ({reason}). Check the drive it is on.</source>
        <translation>쓸 수 없었습니다({reason}). 드라이브를 확인하십시오.</translation>
    </message>
    <message>
        <source>It was changed at the same time. Index it first, then try again.</source>
        <translation>동시에 변경되었습니다. 먼저 색인한 뒤 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>It is a link to a file that is no longer there.</source>
        <translation>더 이상 없는 파일을 가리키는 링크입니다.</translation>
    </message>
    <message>
        <source>It is no plain file, and only such are written to.</source>
        <translation>일반 파일이 아닙니다. 일반 파일에만 씁니다.</translation>
    </message>
    <message>
        <source>It is write-protected. Allow writing to it, then try again.</source>
        <translation>쓰기 금지되어 있습니다. 쓰기를 허용하고 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>Its folder may not be written to. Give your account the right to write there.</source>
        <translation>폴더에 쓸 수 없습니다. 계정에 쓰기 권한을 주십시오.</translation>
    </message>
    <message>
        <source>It is on a drive that may only be read. Copy it to another one, or connect that one anew.</source>
        <translation>읽기 전용 드라이브에 있습니다. 다른 드라이브에 복사하거나 다시 연결하십시오.</translation>
    </message>
    <message>
        <source>Its drive is full. Make room there, then try again.</source>
        <translation>드라이브가 가득 찼습니다. 공간을 확보하고 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>Your share of its drive is full. Make room there, then try again.</source>
        <translation>드라이브 할당량이 가득 찼습니다. 공간을 확보하고 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>Its folder is no longer there. Connect the drive it is on.</source>
        <translation>폴더가 더 이상 없습니다. 드라이브를 연결하십시오.</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <extracomment>Of a section at most, in logical pixels.</extracomment>
        <translation>설정</translation>
    </message>
    <message>
        <source>The model that finds faces</source>
        <translation>얼굴을 찾는 모델</translation>
    </message>
    <message>
        <source>The model that tells people apart</source>
        <translation>인물을 구별하는 모델</translation>
    </message>
    <message>
        <source>Forget them…</source>
        <translation>잊기…</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>사진</translation>
    </message>
    <message>
        <source>People</source>
        <translation>인물</translation>
    </message>
    <message>
        <source>Names in files</source>
        <translation>파일의 이름</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>창</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>개인정보 보호</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>사진 %n장</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) whose file is gone</source>
        <translation>
            <numerusform>파일이 없는 사진 %n장</numerusform>
        </translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Larger groups, with more mistakes ({number})</source>
        <translation>그룹이 더 크고 오류가 더 많음({number})</translation>
    </message>
    <message>
        <source>Smaller, surer groups ({number})</source>
        <translation>그룹이 더 작고 더 확실함({number})</translation>
    </message>
    <message>
        <source>What suits the recogniser best ({number})</source>
        <translation>인식 모델에 가장 알맞음({number})</translation>
    </message>
    <message>
        <source>New photos</source>
        <translation>새 사진</translation>
    </message>
    <message>
        <source>Look at them as soon as they are there</source>
        <translation>나타나는 즉시 살펴보기</translation>
    </message>
    <message>
        <source>Look for them when asked</source>
        <translation>요청할 때만 찾기</translation>
    </message>
    <message>
        <source>Copies and bursts</source>
        <translation>사본과 연속 촬영</translation>
    </message>
    <message>
        <source>Show the best, the others behind it</source>
        <translation>가장 좋은 사진을 표시하고 나머지는 그 뒤에 두기</translation>
    </message>
    <message>
        <source>Show each photo</source>
        <translation>모든 사진 표시</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Folders…</source>
        <translation>폴더…</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>동영상</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>없는 사진</translation>
    </message>
    <message>
        <source>Preview…</source>
        <translation>미리보기…</translation>
    </message>
    <message>
        <source>See what another strictness would change, and choose it there</source>
        <translation>엄격도에 따라 바뀌는 내용을 보고 선택합니다</translation>
    </message>
    <message>
        <source>Strictness</source>
        <translation>엄격도</translation>
    </message>
    <message>
        <source>Finding faces</source>
        <translation>얼굴 찾기</translation>
    </message>
    <message>
        <source>Telling people apart</source>
        <translation>인물 구별</translation>
    </message>
    <message>
        <source>digiKam, Picasa, Google Takeout, Apple Photos, another library</source>
        <translation>digiKam, Picasa, Google Takeout, Apple 사진, 다른 라이브러리</translation>
    </message>
    <message>
        <source>Reading names</source>
        <translation>이름 읽기</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>키워드</translation>
    </message>
    <message>
        <source>Writing names</source>
        <translation>이름 쓰기</translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation>다른 프로그램</translation>
    </message>
    <message>
        <source>Import names…</source>
        <translation>이름 가져오기…</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>화면 모드</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>시스템 설정 사용</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>밝게</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>어둡게</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>About Familiar…</source>
        <translation>Familiar 정보…</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Nothing leaves this computer. To remove all that is known of a person, open their page and choose Forget for good.</source>
        <translation>어떤 정보도 이 컴퓨터 밖으로 나가지 않습니다. 인물에 관한 모든 정보를 제거하려면 해당 인물의 페이지를 열고 ‘완전히 잊기’를 선택하십시오.</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>삭제…</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>라이브러리</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>섬네일</translation>
    </message>
    <message>
        <source>Pictures of faces</source>
        <translation>얼굴 이미지</translation>
    </message>
    <message>
        <source>The language changes when Familiar is started again.</source>
        <translation>Familiar를 다시 시작하면 언어가 변경됩니다.</translation>
    </message>
    <message>
        <source>Forget the photos whose files are gone?</source>
        <translation>파일이 없는 사진을 잊으시겠습니까?</translation>
    </message>
    <message>
        <source>Their faces, and what you said of them, are removed for good; this cannot be undone. Photos on a drive that is away are not among them.</source>
        <translation>사진 속의 얼굴과 얼굴에 대해 지정한 내용이 완전히 제거되며 실행 취소할 수 없습니다. 연결되지 않은 드라이브의 사진은 포함되지 않습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) forgotten.</source>
        <translation>
            <numerusform>사진 %n장을 잊었습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete all thumbnails?</source>
        <translation>섬네일을 모두 삭제하시겠습니까?</translation>
    </message>
    <message>
        <source>They are made again when they are seen.</source>
        <translation>사진을 볼 때 다시 만들어집니다.</translation>
    </message>
    <message>
        <source>Delete all pictures of faces?</source>
        <translation>얼굴 이미지를 모두 삭제하시겠습니까?</translation>
    </message>
    <message>
        <source>They are cut again from the photos when they are seen. Faces in photos that are away then have no picture, and another recogniser cannot embed them until the photos are back.</source>
        <translation>얼굴을 볼 때 사진에서 다시 잘라 냅니다. 사진에 접근할 수 없는 동안에는 그 얼굴의 이미지가 없으며, 다른 인식 모델로 특징을 추출할 수도 없습니다.</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Shortcuts</source>
        <extracomment>The widest that the keys of one row may be before they go to the next line, in logical pixels. More keys than these are shown as one.</extracomment>
        <translation>단축키</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Pages</source>
        <translation>페이지</translation>
    </message>
</context>
<context>
    <name>SmallDialog</name>
    <message>
        <source>Cancel</source>
        <extracomment>Of the photo that two people are in.</extracomment>
        <translation>취소</translation>
    </message>
</context>
<context>
    <name>SoughtView</name>
    <message>
        <source>Open a picture…</source>
        <translation>이미지 열기…</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) found</source>
        <translation>
            <numerusform>얼굴 %n개 찾음</numerusform>
        </translation>
    </message>
    <message>
        <source>Click another face to look for it.</source>
        <translation>다른 얼굴을 찾으려면 클릭하십시오.</translation>
    </message>
    <message>
        <source>A face without a name</source>
        <translation>이름 없는 얼굴</translation>
    </message>
</context>
<context>
    <name>SplitDialog</name>
    <message>
        <source>this group</source>
        <extracomment>Rows of faces of a part that are seen at one time. A part that less probably belongs is ticked at first.</extracomment>
        <translation>이 그룹</translation>
    </message>
    <message>
        <source>Split {name}</source>
        <translation>{name} 분할</translation>
    </message>
    <message>
        <source>These parts look least like the rest. Ticked faces leave {name}: each part of several faces becomes an unnamed group, a face alone is nobody&apos;s again.</source>
        <translation>나머지와 가장 덜 닮은 부분입니다. 체크한 얼굴은 {name}에서 빠집니다. 얼굴이 여러 개인 부분은 이름 없는 그룹이 되고, 하나뿐인 얼굴은 다시 미분류가 됩니다.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message numerus="yes">
        <source>Split off %n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개 분할</numerusform>
        </translation>
    </message>
    <message>
        <source>Split off</source>
        <translation>분할</translation>
    </message>
    <message>
        <source>At least one face must stay</source>
        <translation>얼굴을 하나 이상 남겨야 합니다</translation>
    </message>
</context>
<context>
    <name>StandingFolders</name>
    <message>
        <source>Into none: names are written only when you ask for it.</source>
        <extracomment>Rows that are seen at one time.</extracomment>
        <translation>없음: 요청할 때만 이름을 씁니다.</translation>
    </message>
    <message>
        <source>Folders into whose photos names are written</source>
        <translation>사진에 이름을 쓰는 폴더</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>폴더 추가…</translation>
    </message>
    <message>
        <source>Write names into the photos of a folder…</source>
        <translation>폴더의 사진에 이름 쓰기…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>제거</translation>
    </message>
    <message>
        <source>Write no more names into the photos of the chosen folder</source>
        <translation>선택한 폴더의 사진에 더 이상 이름을 쓰지 않기</translation>
    </message>
    <message>
        <source>Whenever these folders have been looked through, names that you gave or confirmed are written into their photos, where that is lossless, else beside them; Undo takes it back.</source>
        <translation>이 폴더를 살펴볼 때마다 지정하거나 확인한 이름을 무손실로 가능하면 사진 안에, 아니면 옆에 씁니다. ‘실행 취소’로 되돌릴 수 있습니다.</translation>
    </message>
    <message>
        <source>Write names into the photos of this folder</source>
        <translation>이 폴더의 사진에 이름 쓰기</translation>
    </message>
    <message>
        <source>{folder} is in none of your folders, so Familiar does not know its photos. Add it to your folders first.</source>
        <translation>{folder}은(는) 추가한 폴더 안에 없어 Familiar가 그 사진을 모릅니다. 먼저 폴더에 추가하십시오.</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Choose a photo folder…</source>
        <translation>사진 폴더 선택…</translation>
    </message>
    <message>
        <source>Who is in your photos?</source>
        <translation>사진 속에 누가 있습니까?</translation>
    </message>
    <message>
        <source>Choose a folder with photos, or drop one here. Familiar finds the faces in them and puts each person&apos;s together; you give them names. Your photos are only read, and nothing leaves this computer.</source>
        <translation>사진이 있는 폴더를 선택하거나 여기에 끌어다 놓으십시오. Familiar가 사진에서 얼굴을 찾아 인물별로 모으면 이름만 지정하면 됩니다. 사진은 읽기만 하며, 어떤 정보도 이 컴퓨터 밖으로 나가지 않습니다.</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>환영합니다</translation>
    </message>
    <message>
        <source>Choose a photo folder</source>
        <translation>사진 폴더 선택</translation>
    </message>
</context>
<context>
    <name>Suggestions</name>
    <message>
        <source>Suggestions</source>
        <extracomment>Suggestions that are visible without scrolling.</extracomment>
        <translation>제안</translation>
    </message>
</context>
<context>
    <name>Summaries</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>사진 %n장</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n video(s)</source>
        <translation>
            <numerusform>동영상 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>There are no photos in your folders.</source>
        <translation>폴더에 사진이 없습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) read</source>
        <translation>
            <numerusform>사진 %n장 읽음</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n video(s) read</source>
        <translation>
            <numerusform>동영상 %n개 읽음</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) found</source>
        <translation>
            <numerusform>얼굴 %n개 찾음</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be used</source>
        <translation>
            <numerusform>파일 %n개 사용할 수 없음</numerusform>
        </translation>
    </message>
    <message>
        <source>{parts}.</source>
        <translation>{parts}.</translation>
    </message>
</context>
<context>
    <name>Tiles</name>
    <message>
        <source>What is asked about</source>
        <extracomment>Sides of faces, in logical pixels: one alone in a tile, one of two, and one of a single pair. Around and between the two large faces, and under them: cards, words and the reason.</extracomment>
        <translation>질문 대상</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>예</translation>
    </message>
    <message>
        <source>No</source>
        <translation>아니요</translation>
    </message>
    <message>
        <source>Ask later</source>
        <translation>나중에 묻기</translation>
    </message>
    <message>
        <source>Tick or untick</source>
        <translation>체크 또는 체크 해제</translation>
    </message>
    <message>
        <source>Show the photos</source>
        <translation>사진 보기</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>나중에</translation>
    </message>
    <message>
        <source>Show photos</source>
        <translation>사진 보기</translation>
    </message>
</context>
<context>
    <name>TimeLine</name>
    <message>
        <source>Time line</source>
        <extracomment>Left and right of the line, so that the sign of the shown moment has room, in logical pixels. So near a mark, in logical pixels, the mark is meant.</extracomment>
        <translation>시간 표시줄</translation>
    </message>
    <message>
        <source>somebody without a name</source>
        <translation>이름 없는 사람</translation>
    </message>
    <message>
        <source>{moment}: {people}</source>
        <translation>{moment}: {people}</translation>
    </message>
</context>
<context>
    <name>TimelineModel</name>
    <message>
        <source>{name}, {date}</source>
        <extracomment>Photos read at one time, and how many such windows are kept. Of videos, milliseconds, by `Photo.id`.</extracomment>
        <translation>{name}, {date}</translation>
    </message>
    <message>
        <source>{name}, video of {length}</source>
        <translation>{name}, 길이 {length}의 동영상</translation>
    </message>
    <message>
        <source>{name}, with its RAW file</source>
        <translation>{name}, RAW 파일 포함</translation>
    </message>
    <message numerus="yes">
        <source>{name}, stack of %n photo(s)</source>
        <translation>
            <numerusform>{name}, 사진 %n장 스택</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UnnamedPage</name>
    <message>
        <source>Unnamed</source>
        <translation>이름 없음</translation>
    </message>
    <message>
        <source>Most faces first</source>
        <translation>얼굴 많은 순</translation>
    </message>
    <message>
        <source>Last seen first</source>
        <translation>최근에 나온 순</translation>
    </message>
    <message>
        <source>No unnamed groups</source>
        <translation>이름 없는 그룹 없음</translation>
    </message>
    <message>
        <source>Everybody who is seen at least twice has a name or is ignored. New groups appear here when photos are added.</source>
        <translation>두 번 이상 나온 인물은 모두 이름이 있거나 무시되었습니다. 사진을 추가하면 새 그룹이 여기에 표시됩니다.</translation>
    </message>
    <message>
        <source>Ignore who is seldom seen…</source>
        <translation>드물게 나오는 인물 무시…</translation>
    </message>
</context>
<context>
    <name>VideoSettings</name>
    <message>
        <source>Look for people in them, too</source>
        <translation>그 안에서도 인물 찾기</translation>
    </message>
    <message>
        <source>Leave new ones out</source>
        <translation>새 동영상은 제외</translation>
    </message>
    <message>
        <source>Videos in the folders</source>
        <translation>폴더의 동영상</translation>
    </message>
    <message>
        <source>Videos that are in the library already stay there.</source>
        <translation>이미 라이브러리에 있는 동영상은 그대로 남습니다.</translation>
    </message>
    <message>
        <source>Videos cannot be read here, because PyAV is not installed (a bundle comes without it). Start Familiar with python3 run.py, which installs it, or run: pip install av</source>
        <translation>PyAV가 설치되어 있지 않아(번들에는 들어 있지 않음) 여기에서는 동영상을 읽을 수 없습니다. python3 run.py로 Familiar를 시작하면 설치됩니다. 또는 다음을 실행하십시오: pip install av</translation>
    </message>
</context>
<context>
    <name>VideoStrip</name>
    <message>
        <source>The moment before at which somebody is seen (,)</source>
        <extracomment>The people take at most so much of the height, in logical pixels: three and the half of a fourth. Of a name, in logical pixels.</extracomment>
        <translation>사람이 보이는 이전 시점 (,)</translation>
    </message>
    <message>
        <source>The next moment at which somebody is seen (.)</source>
        <translation>사람이 보이는 다음 시점 (.)</translation>
    </message>
    <message>
        <source>▶ Play</source>
        <translation>▶ 재생</translation>
    </message>
    <message>
        <source>Play the video</source>
        <translation>동영상 재생</translation>
    </message>
    <message>
        <source>Play the video in the program that this computer has for it (P)</source>
        <translation>이 컴퓨터의 재생 프로그램으로 동영상 재생 (P)</translation>
    </message>
    <message>
        <source>Nobody is seen in this video. Go where there is a face, and press D.</source>
        <translation>이 동영상에는 아무도 보이지 않습니다. 얼굴이 있는 곳으로 가서 D를 누르십시오.</translation>
    </message>
    <message>
        <source>Who is seen in this video, and when</source>
        <translation>이 동영상에 누가 언제 나오는지</translation>
    </message>
    <message>
        <source>{moment} of {length}</source>
        <translation>{moment} / {length}</translation>
    </message>
    <message>
        <source>Who?</source>
        <translation>누구입니까?</translation>
    </message>
    <message>
        <source>Unnamed</source>
        <translation>이름 없음</translation>
    </message>
    <message>
        <source>{name}?</source>
        <translation>{name}?</translation>
    </message>
    <message>
        <source>Go to {name}</source>
        <translation>{name} 페이지로 이동</translation>
    </message>
    <message>
        <source>{name}: {times}</source>
        <translation>{name}: {times}</translation>
    </message>
</context>
<context>
    <name>Watching</name>
    <message>
        <source>{folder} is there again.</source>
        <translation>{folder}을(를) 다시 사용할 수 있습니다.</translation>
    </message>
    <message>
        <source>{folder} has more folders than this computer lets programs watch, so changes there are noticed later. To notice them at once, allow more with “sudo sysctl fs.inotify.max_user_watches=1048576”, and start Familiar again.</source>
        <translation>{folder}에는 이 컴퓨터에서 프로그램이 감시할 수 있는 것보다 많은 폴더가 있어 변경 사항을 나중에 알게 됩니다. 바로 알려면 ‘sudo sysctl fs.inotify.max_user_watches=1048576’으로 한도를 늘린 다음 Familiar를 다시 시작하십시오.</translation>
    </message>
    <message>
        <source>{folder} is empty now. If its drive was removed, connect it again; its photos are kept meanwhile.</source>
        <translation>{folder}이(가) 이제 비어 있습니다. 드라이브를 분리했다면 다시 연결하십시오. 그동안 사진 정보는 유지됩니다.</translation>
    </message>
    <message>
        <source>{folder} is not there any more. If its drive was removed, connect it again; its photos are kept meanwhile.</source>
        <translation>{folder}을(를) 더 이상 사용할 수 없습니다. 드라이브를 분리했다면 다시 연결하십시오. 그동안 사진 정보는 유지됩니다.</translation>
    </message>
</context>
<context>
    <name>WriteDialog</name>
    <message>
        <source>Write names into photos</source>
        <extracomment>Of so many photos that are refused it is said over the whole row why; each span takes time.</extracomment>
        <translation>사진에 이름 쓰기</translation>
    </message>
    <message>
        <source>{photos}: so that other programs find the names, too. Pictures and all else in the files stay as they are, to the last bit, and Undo gives every file back what it had.</source>
        <translation>{photos}: 다른 프로그램에서도 이름을 찾을 수 있습니다. 그림과 파일의 나머지는 한 비트도 바뀌지 않으며 ‘실행 취소’로 모든 파일을 되돌립니다.</translation>
    </message>
    <message>
        <source>Into the files where that is lossless, else beside them</source>
        <translation>무손실이면 파일 안에, 아니면 옆에</translation>
    </message>
    <message>
        <source>Always beside them (.xmp files)</source>
        <translation>항상 옆에(.xmp 파일)</translation>
    </message>
    <message>
        <source>Where the names go</source>
        <translation>이름을 쓸 곳</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>What would be written</source>
        <translation>쓸 내용</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>쓰기</translation>
    </message>
    <message>
        <source>Looking at the photos…</source>
        <translation>사진을 살펴보는 중…</translation>
    </message>
    <message>
        <source>Nothing is written yet.</source>
        <translation>아직 아무것도 쓰지 않았습니다.</translation>
    </message>
    <message>
        <source>Photos looked at</source>
        <translation>살펴본 사진</translation>
    </message>
    <message>
        <source>{done} of {total} photos looked at</source>
        <translation>사진 {total}장 중 {done}장 살펴봄</translation>
    </message>
    <message>
        <source>Nothing can be written</source>
        <translation>쓸 수 없음</translation>
    </message>
    <message>
        <source>There is nothing to write</source>
        <translation>쓸 것이 없음</translation>
    </message>
    <message>
        <source>These photos say already all that you confirmed of who is in them. What Familiar only supposes is not written: name faces, or confirm them, and come back.</source>
        <translation>이 사진들에는 확인한 인물이 이미 모두 적혀 있습니다. Familiar가 짐작만 한 것은 쓰지 않습니다. 얼굴에 이름을 붙이거나 확인한 뒤 다시 오십시오.</translation>
    </message>
    <message numerus="yes">
        <source>Write into %n photo(s)</source>
        <translation>
            <numerusform>사진 %n장에 쓰기</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) will be written</source>
        <translation>
            <numerusform>사진 %n장에 씀</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them beside the file</source>
        <translation>
            <numerusform>그중 %n장은 파일 옆에</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with these names already</source>
        <translation>
            <numerusform>%n장에는 이미 이 이름이 있음</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cannot be written</source>
        <translation>
            <numerusform>%n장에는 쓸 수 없음</numerusform>
        </translation>
    </message>
    <message>
        <source>{parts}.</source>
        <translation>{parts}.</translation>
    </message>
</context>
<context>
    <name>Writings</name>
    <message>
        <source>Writing was stopped; nothing was written.</source>
        <extracomment>What jobs call their stages. The remaining time is shown once so many seconds are behind.</extracomment>
        <translation>쓰기를 중지했습니다. 아무것도 쓰지 않았습니다.</translation>
    </message>
    <message>
        <source>All these photos say already who is in them.</source>
        <translation>이 사진들에는 누가 있는지 이미 적혀 있습니다.</translation>
    </message>
    <message>
        <source>{reason} {number} more could not be written either.</source>
        <translation>{reason} 그 밖에 {number}장에도 쓸 수 없었습니다.</translation>
    </message>
    <message>
        <source>Its folder cannot be reached. Connect its drive, then try again.</source>
        <translation>폴더에 접근할 수 없습니다. 드라이브를 연결하고 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>It is no longer there. Its names stay in the library.</source>
        <translation>더 이상 없습니다. 이름은 라이브러리에 남습니다.</translation>
    </message>
    <message>
        <source>It was changed since Familiar last looked. Press F5, then try again.</source>
        <translation>Familiar가 마지막으로 본 뒤 바뀌었습니다. F5 키를 누르고 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>It cannot be read ({detail}). Check that you may read it.</source>
        <translation>읽을 수 없습니다({detail}). 읽기 권한이 있는지 확인하십시오.</translation>
    </message>
    <message>
        <source>It could not be looked at, so nobody in it is known.</source>
        <translation>살펴볼 수 없어 누가 있는지 모릅니다.</translation>
    </message>
    <message>
        <source>Its folder is write-protected. Allow writing to it, then try again.</source>
        <translation>폴더가 쓰기 금지되어 있습니다. 쓰기를 허용하고 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>What is beside it says something already that cannot be extended.</source>
        <translation>옆에 있는 파일의 내용을 늘릴 수 없습니다.</translation>
    </message>
    <message>
        <source>What is known of it has changed since it was shown. Look once more.</source>
        <translation>보여 드린 뒤 알려진 내용이 바뀌었습니다. 다시 확인하십시오.</translation>
    </message>
    <message>
        <source>Nothing was written. {detail}</source>
        <translation>아무것도 쓰지 않았습니다. {detail}</translation>
    </message>
    <message>
        <source>Only a part was written, and could not be taken back. {detail}</source>
        <translation>일부만 썼으며 되돌릴 수 없었습니다. {detail}</translation>
    </message>
</context>
<context>
    <name>_Card</name>
    <message>
        <source>{name} and {other}: {chance} the same person</source>
        <extracomment>Who it is that may be this person; None for a face of nobody.</extracomment>
        <translation>{name}, {other} — 같은 인물: {chance}</translation>
    </message>
    <message>
        <source>This group</source>
        <translation>이 그룹</translation>
    </message>
    <message>
        <source>{told}. Double-click to see the photos.</source>
        <translation>{told}. 두 번 클릭하면 사진이 표시됩니다.</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>예</translation>
    </message>
    <message>
        <source>No</source>
        <translation>아니요</translation>
    </message>
    <message>
        <source>Yes, the same person: {who}</source>
        <translation>예, 같은 인물: {who}</translation>
    </message>
    <message>
        <source>No, not the same person: {who}</source>
        <translation>아니요, 다른 인물: {who}</translation>
    </message>
    <message>
        <source>Yes, the same person</source>
        <translation>예, 같은 인물임</translation>
    </message>
    <message>
        <source>No, not the same person</source>
        <translation>아니요, 다른 인물임</translation>
    </message>
    <message>
        <source>Show photos</source>
        <translation>사진 보기</translation>
    </message>
    <message>
        <source>Go to them</source>
        <translation>이 인물 페이지로 이동</translation>
    </message>
    <message>
        <source>A face seen once</source>
        <translation>한 번만 나온 얼굴</translation>
    </message>
    <message>
        <source>Another group</source>
        <translation>다른 그룹</translation>
    </message>
</context>
<context>
    <name>_PartBox</name>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>얼굴 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Stays: {faces}</source>
        <translation>남음: {faces}</translation>
    </message>
    <message>
        <source>{faces}, {percent} % sure to belong</source>
        <translation>{faces}, 속할 가능성 {percent}%</translation>
    </message>
</context>
<context>
    <name>_PersonCard</name>
    <message>
        <source>similarity {similarity}</source>
        <translation>유사도 {similarity}</translation>
    </message>
    <message>
        <source>{name}: {chance} the same person, {number}</source>
        <translation>{name} — 같은 인물: {chance}, {number}</translation>
    </message>
    <message>
        <source>Show the person</source>
        <translation>인물 보기</translation>
    </message>
    <message>
        <source>Look for this face</source>
        <translation>이 얼굴 찾기</translation>
    </message>
</context>
<context>
    <name>_SideCard</name>
    <message>
        <source>Click to see the photo</source>
        <translation>클릭하면 사진이 표시됩니다</translation>
    </message>
    <message>
        <source>Show photo</source>
        <translation>사진 보기</translation>
    </message>
    <message>
        <source>Find this face in other photos</source>
        <translation>다른 사진에서 이 얼굴 찾기</translation>
    </message>
    <message>
        <source>Go to {name}</source>
        <translation>{name} 페이지로 이동</translation>
    </message>
    <message>
        <source>Go to the group</source>
        <translation>그룹 페이지로 이동</translation>
    </message>
</context>
<context>
    <name>_TileDelegate</name>
    <message>
        <source>later</source>
        <translation>나중에</translation>
    </message>
</context>
<context>
    <name>chances</name>
    <message>
        <source>almost certainly</source>
        <extracomment>From so many percent on a chance is called by each of the words, the highest first. From so many percent on something is probable rather than not.</extracomment>
        <translation>거의 확실함</translation>
    </message>
    <message>
        <source>very probably</source>
        <translation>가능성 매우 높음</translation>
    </message>
    <message>
        <source>probably</source>
        <translation>가능성 높음</translation>
    </message>
    <message>
        <source>perhaps</source>
        <translation>가능성 있음</translation>
    </message>
    <message>
        <source>probably not</source>
        <translation>가능성 낮음</translation>
    </message>
    <message>
        <source>hardly</source>
        <translation>가능성 매우 낮음</translation>
    </message>
    <message>
        <source>almost certainly not</source>
        <translation>거의 확실히 아님</translation>
    </message>
    <message>
        <source>{words} ({percent} %)</source>
        <translation>{words}({percent}%)</translation>
    </message>
    <message>
        <source>{percent} % probable</source>
        <translation>가능성 {percent}%</translation>
    </message>
</context>
</TS>
