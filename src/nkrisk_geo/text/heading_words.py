"""The words that headings of tables have for parties and fields, by language.

They are facts for `nkrisk_geo.tables.recognition`.

A word is written in lower case and without accents. Where a heading has several of them,
blanks, underscores, dots, slashes or capitals may stand between; Chinese, Japanese and Korean
headings are cut into the words that stand here. A heading with a word that stands nowhere here
is not read.
"""

from __future__ import annotations

from collections.abc import Mapping

ByLanguage = Mapping[str, str]
"""Words between blanks, by language. `alone` are signs and abbreviations of all languages."""

PARTIES: Mapping[str, ByLanguage] = {
    "shipper": {
        "en": "shipper shpr shp exporter consignor loading",
        "zh": "发货人 发货方 发货单位 发货企业 发货 托运人 出口商 出口企业 境内发货人 境外发货人 装货 装运 發貨人 出口商",
        "ko": "수출자 송하인 수출업체",
        "ru": "отправитель отправителя грузоотправитель грузоотправителя экспортер экспортера",
        "es": "exportador remitente embarcador",
        "fr": "exportateur expediteur",
        "de": "absender exporteur versender",
    },
    "supplier": {
        "en": """supplier vendor seller manufacturer mfr mfg producer factory facility plant
            establishment processor maker""",
        "zh": """供应商 供货商 供货方 供货单位 供方 卖方 卖家 销售方 生产商 生产厂 生产厂家 生产厂商 生产企业 生产单位
            制造商 制造厂 制造厂商 加工厂 加工企业 厂家 厂商 工厂 供應商 製造商 工廠""",
        "ja": "仕入先 製造者 製造元 工場",
        "ko": "공급업체 공급자 제조사 제조업체 제조업소 공장 생산자",
        "ru": """поставщик поставщика производитель производителя изготовитель изготовителя завод
            завода продавец продавца""",
        "es": "proveedor fabricante vendedor fabrica planta",
        "pt": "fornecedor",
        "fr": "fournisseur fabricant usine",
        "de": "lieferant hersteller werk verkaufer",
    },
    "consignee": {
        "en": "consignee cnee con importer buyer receiver customer",
        "zh": """收货人 收货方 收货单位 收货企业 收货 进口商 进口企业 采购商 采购方 买方 买家 需方 客户 境内收货人 境外收货人
            收貨人 進口商""",
        "ko": "수입자 수하인 구매자",
        "ru": """получатель получателя грузополучатель грузополучателя импортер импортера
            покупатель покупателя""",
        "es": "importador consignatario destinatario comprador cliente",
        "fr": "importateur destinataire acheteur client",
        "de": "empfanger importeur kaufer kunde",
    },
    "notify": {"en": "notify notifyparty", "zh": "通知人 通知方"},
    "foreign-party": {"zh": "境外收发货人"},
    "domestic-party": {"zh": "境内收发货人"},
}
"""Parties and the words for them, the one that the goods come from first."""

ACTS = "loading 发货 装货 装运 收货"
"""Words of `PARTIES` that name one only beside a field: a column called so by itself holds no
firm."""

ROLES: Mapping[str, ByLanguage] = {
    "address": {
        "en": "address addr addresses adr street road location locations premises",
        "zh": "地址 住所 住所地 住址 场所 厂址 厂房地址 所在地 地点 通讯处 坐落 廠址 場所 地點",
        "ko": "주소 소재지 주소지",
        "ru": "адрес адреса местонахождение",
        "es": "direccion domicilio calle",
        "pt": "endereco morada rua logradouro",
        "fr": "adresse rue",
        "de": "adresse anschrift strasse str",
        "it": "indirizzo",
    },
    "company": {
        "en": "name company firm enterprise organization organisation entity",
        "zh": "名称 企业 公司 企业名称 公司名称 单位名称 名稱 公司名稱 商号",
        "ja": "会社 会社名 企業名 商号",
        "ko": "업체명 회사명 상호 업체 회사 명칭",
        "ru": "наименование название компания организация предприятие фирма",
        "es": "nombre empresa razonsocial",
        "pt": "nome",
        "fr": "nom entreprise societe",
        "de": "firma firmenname",
    },
    "city": {
        "en": "city town municipality prefecture",
        "zh": "城市 市 地市 地级市",
        "ja": "市町村 市区町村",
        "ko": "도시 시군구",
        "ru": "город города",
        "es": "ciudad municipio localidad",
        "pt": "cidade municipio",
        "fr": "ville commune",
        "de": "ort stadt gemeinde",
        "it": "citta comune",
    },
    "district": {
        "en": "district county",
        "zh": "区县 区 县 县区 区域县 市辖区 乡镇 镇 街道 區縣 縣",
        "ko": "구 군 읍면동",
        "ru": "район района",
        "es": "distrito",
    },
    "region": {
        "en": "state province region stateprovince stateorprovince prov",
        "zh": "省 省份 州 地区 所在地区 自治区 省市自治区 省級 省级 區域 地區",
        "ja": "都道府県",
        "ko": "지역 도 시도",
        "ru": "регион область края край провинция",
        "es": "provincia estado region",
        "fr": "departement",
        "de": "bundesland provinz",
        "it": "regione",
    },
    "country": {
        "en": "country ctry nation",
        "zh": "国家 国别 国 國家 國別",
        "ko": "국가 국가명 나라",
        "ru": "страна страны",
        "es": "pais",
        "fr": "pays",
        "de": "land staat",
        "it": "paese",
    },
    "postcode": {
        "en": "zip zipcode postcode postalcode pincode",
        "zh": "邮编 邮政编码 邮码 郵編 郵遞區號 郵政編碼",
        "ja": "郵便番号",
        "ko": "우편번호",
        "ru": "индекс",
        "es": "codigopostal",
        "pt": "cep",
        "fr": "codepostal",
        "de": "plz postleitzahl",
    },
    "phone": {
        "en": "phone tel telephone",
        "zh": "电话 联系电话 电话号码 固话 電話",
        "ko": "전화 전화번호 연락처",
        "ru": "телефон",
        "es": "telefono",
        "pt": "telefone",
        "de": "telefon",
    },
    "lat": {
        "en": "lat latitude",
        "zh": "纬度 緯度",
        "ko": "위도",
        "ru": "широта",
        "es": "latitud",
    },
    "lng": {
        "en": "lng lon long longitude",
        "zh": "经度 經度",
        "ko": "경도",
        "ru": "долгота",
        "es": "longitud",
    },
    "registration": {
        "en": """uscc usci registration tax taxpayer taxnumber taxid registrationnumber
            registrationno""",
        "zh": """统一社会信用代码 社会信用代码 信用代码 统一信用代码 税号 纳税人识别号 纳税人识别码 纳税识别号 注册号
            工商注册号 营业执照号 营业执照号码 营业执照注册号 机构代码 组织机构代码 統一社會信用代碼 稅號""",
    },
}
"""Fields and the words for them. A `district` has no field of its own: it is the city's, or a
part of the address."""

KINDS: Mapping[str, ByLanguage] = {
    "site": {
        "en": "physical site production processing manufacturing operating plant premises actual",
        "zh": "生产 经营 实际 实际经营 生产经营 加工 办公 厂房 现场 厂 營業 生產",
        "ko": "실제 사업장 제조소",
        "ru": "фактический производства",
        "es": "fisica planta",
    },
    "": {},
    "street": {
        "en": "street road",
        "zh": "",
        "es": "calle",
        "pt": "rua logradouro",
        "de": "strasse str",
    },
    "registered": {
        "en": "registered legal registration headquarters headquarter hq head office",
        "zh": "注册 登记 工商注册 工商 总部 法定 住所 住所地 註冊 登記",
        "ko": "본사 법인",
        "ru": "юридический",
        "es": "legal fiscal social",
        "fr": "siege",
        "de": "sitz",
    },
    "location": {
        "en": "location locations",
        "zh": "所在地 地点 坐落 地點",
        "ko": "소재지",
        "ru": "местонахождение",
    },
    "mailing": {
        "en": "mailing mail correspondence billing delivery postal",
        "zh": "通讯 通信 邮寄 通讯处 送货 联系 邮政",
        "ru": "почтовый",
    },
}
"""Of several addresses of a party the first of these kinds is read: where work is done before
where a firm is registered."""

FILLERS: ByLanguage = {
    "en": """raw original full complete primary main party detail detailed details text info of
        the and or by per as in english chinese korean local en eng cn zh kr business""",
    "zh": "原始 详细 完整 全 所在 所属 所 的 及 或 和 中文 英文 信息 主要 企业 单位 公司 客户 現 詳細",
    "ko": "도로명 지번 상세 전체 영문",
    "ru": "и",
    "es": "de la del el y",
    "pt": "do da e",
    "fr": "du et",
    "de": "der des und",
}
"""Words that say nothing of what a column holds."""

BESIDE: Mapping[str, ByLanguage] = {
    "address": {
        "en": "line lines first second third additional contact",
        "zh": "行 联系",
        "fr": "ligne",
    },
    "phone": {
        "en": "number no num contact mobile",
        "zh": "号码 联系 联系人",
        "fr": "numero",
    },
    "country": {"en": "code iso", "zh": "代码"},
    "postcode": {"en": "code number no", "zh": "代码", "es": "codigo", "fr": "code"},
    "registration": {"en": "number no num id code", "zh": "号 号码 代码 编号"},
}
"""Words that say nothing beside one of a field, and make a heading beside any other one
something else."""
