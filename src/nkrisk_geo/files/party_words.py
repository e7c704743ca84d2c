"""The words that headings of trade files have for parties and fields: facts for `nkrisk_geo.files.recognition`."""

from __future__ import annotations

from collections.abc import Mapping

PARTIES: Mapping[str, str] = {
    "shipper": """shipper shp exporter consignor 发货人 发货方 发货单位 托运人 出口商 境内发货人 境外发货人
        수출자 송하인 отправитель грузоотправитель""",
    "supplier": """supplier vendor seller manufacturer producer factory facility 供应商 供货商 供货方 卖方 卖家 生产商
        制造商 工厂 공급업체 제조사 поставщик производитель""",
    "consignee": """consignee con importer buyer receiver 收货人 收货方 收货单位 进口商 采购商 买方 买家 境内收货人
        境外收货人 수입자 수하인 получатель грузополучатель""",
    "notify": "notify notifyparty 通知人 通知方",
    "foreign-party": "境外收发货人",
    "domestic-party": "境内收发货人",
}
"""Parties and the words for them, the one that the goods come from first."""

ROLES: Mapping[str, str] = {
    "address": """address addr fulladdress addressline streetaddress partyaddress completeaddress
        地址 详细地址 通讯地址 주소 адрес""",
    "company": "name partyname fullname companyname company 名称 企业名称 公司名称 公司 업체명 회사명 наименование",
    "city": "city town cityname partycity 城市 市 도시 город",
    "region": "state stateprovince stateregion province region stateorprovince 省 省份 州 지역 регион",
    "country": "country countrycode countryname 国家 国别 국가 страна",
    "postcode": "zip zipcode postcode postalcode 邮编 邮政编码 우편번호 индекс",
    "phone": "phone tel telephone phonenumber telephonenumber 电话 联系电话 전화 телефон",
    "lat": "lat latitude 纬度 위도 широта",
    "lng": "lng lon long longitude 经度 경도 долгота",
    "registration": "registrationnumber registrationno uscc 统一社会信用代码 信用代码",
}
"""Fields and the words for them."""
